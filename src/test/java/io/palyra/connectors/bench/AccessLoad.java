package io.palyra.connectors.bench;

import io.palyra.connectors.access.Access;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What it costs to ask whether a sender may talk: the question alone, and a message's whole way into the inbox. */
final class AccessLoad {

    private static final ConnectorId OPS = ConnectorId.of("flaky:ops");
    private static final String RULES = "palyra.connectors.flaky.ops.";
    private static final int CONVERSATIONS = 64;

    private static final String FILL = """
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1)
            INSERT INTO access_grants (connector_id, sender_id, conversation_id, way, created_at_unix_ms)
            SELECT 'flaky:ops', 'flaky:user:' || i, 'c' || i, 'request', unixepoch() * 1000 FROM n""";

    private AccessLoad() {}

    /**
     * Microseconds for one message of somebody who is let in; with patterns: for one in a group that speaks to nobody.
     *
     * @param patterns the setting; none if empty
     */
    static double check(Path folder, int messages, int grants, String patterns) throws Exception {
        try (ProgramUnderTest program = start(folder, grants, Map.of(RULES + "access-mention-patterns", patterns))) {
            Access access = program.program().access();
            boolean direct = patterns.isEmpty();
            List<InboundMessageEvent> events = IntStream.range(0, grants)
                    .mapToObj(n -> event(n, grants, direct))
                    .toList();
            asked(access, events, messages, direct);
            long start = System.nanoTime();
            asked(access, events, messages, direct);
            return (System.nanoTime() - start) / 1e3 / messages;
        }
    }

    private static void asked(Access access, List<InboundMessageEvent> events, int messages, boolean letIn) {
        for (int n = 0; n < messages; n++) {
            if (access.check(events.get(n % events.size()), InboundFacts.NONE)
                            .join()
                            .isAllowed()
                    != letIn) {
                throw new IllegalStateException("decided otherwise about " + events.get(n % events.size()));
            }
        }
    }

    /** Messages per second through the inbound route, by 64 callers; nothing is routed meanwhile. */
    static double admitted(Path folder, int messages, int grants) throws Exception {
        try (ProgramUnderTest program = start(folder, grants, Map.of())) {
            return admitted(program, messages, grants);
        }
    }

    /** The same without the step, of an instance that is open to all. */
    static double admittedUnchecked(Path folder, int messages) throws Exception {
        RoutesUnderTest routes = RoutesUnderTest.copy(folder)
                .withInboundSteps("      steps:\n        - to: \"palyra-inbox:{{connectorId}}\"\n");
        Map<String, String> open = routes.with(Map.of(RULES + "access-dm", "open", RULES + "access-groups", "all"));
        try (ProgramUnderTest program = start(folder, 0, open)) {
            return admitted(program, messages, 1);
        }
    }

    private static double admitted(ProgramUnderTest program, int messages, int senders) throws Exception {
        program.context().getRouteController().stopRoute("daemon");
        return CoreLoad.rate(
                messages,
                () -> CoreLoad.byCallers(messages, n -> {
                    InboundIngestOutcome outcome = says(event(n, senders, true));
                    if (!outcome.accepted()) {
                        throw new IllegalStateException(outcome.decisionReason());
                    }
                }));
    }

    private static InboundIngestOutcome says(InboundMessageEvent event) {
        try {
            return FlakyPlatform.of(OPS).says(event, InboundFacts.NONE);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static InboundMessageEvent event(int n, int senders, boolean direct) {
        return InboundMessageEvent.builder(
                        new EnvelopeId("m" + n),
                        OPS,
                        new ConversationId("c" + n % CONVERSATIONS),
                        new SenderId("flaky:user:" + n % senders),
                        CoreLoad.TEXT)
                .directMessage(direct)
                .build();
    }

    private static ProgramUnderTest start(Path folder, int grants, Map<String, String> more) throws Exception {
        if (grants > 0) {
            Prefill.NOTHING.in(folder, 0);
            fill(folder, grants);
        }
        Map<String, String> settings = new HashMap<>(Map.of(
                "palyra.store.synchronous",
                "FULL",
                RULES + "enabled",
                "true",
                RULES + "access-dm",
                "pairing",
                RULES + "access-groups",
                "mention"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return ProgramUnderTest.start(folder, settings);
    }

    private static void fill(Path folder, int grants) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(FILL.formatted(grants));
        }
    }
}
