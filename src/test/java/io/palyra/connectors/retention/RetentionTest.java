package io.palyra.connectors.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: what is settled and old goes, what is open stays. Method: time is moved, and the rows of the store are counted. */
@ParameterizedClass
@EnumSource
class RetentionTest {

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private String url;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

    @BeforeEach
    void place() {
        url = database.newUrl(folder);
    }

    @Test
    void onlyOpenMessagesAndTheirConversationsAreLeftInTheEnd() throws Exception {
        try (ProgramUnderTest program = start()) {
            for (int i = 0; i < Retention.STEP_ROWS + 10; i++) {
                send(program, "done" + i, "c" + i, "hello");
            }
            program.receive("in", "inbound", "hello");
            send(program, "dead", "poison", "[permanent]");
            awaitState(program, "in:0", OutboxState.DELIVERED);
            awaitState(program, "dead", OutboxState.DEAD);
            Awaitility.await()
                    .until(() -> program.supervision()
                                    .queues()
                                    .state(ProgramUnderTest.ECHO)
                                    .outbound()
                                    .pending()
                            == 0);
            program.program().supervision().queues().pause(ProgramUnderTest.ECHO, "keep it open");
            send(program, "open", "kept", "hello");
            assertThat(count("outbox")).isGreaterThan(Retention.STEP_ROWS);
            clock.advance(Duration.ofDays(91));
        }
        try (ProgramUnderTest program = start()) {
            Awaitility.await().untilAsserted(() -> {
                assertThat(count("outbox")).isEqualTo(1);
                assertThat(count("inbound")).isZero();
                assertThat(count("dead_letters")).isZero();
                // The newest stays; what the first end and the second start have said is of now
                assertThat(count("connector_events WHERE event_type NOT LIKE 'node.%' AND event_type NOT IN"
                                + " ('connector.moved', 'connector.liveness_changed') AND event_id <"
                                + " (SELECT MAX(event_id) FROM connector_events newest"
                                + " WHERE newest.connector_id = connector_events.connector_id)"))
                        .isZero();
                assertThat(count("lanes")).isEqualTo(1);
            });
            assertThat(program.findOutbox("open")).isPresent();
            program.program().supervision().queues().resume(ProgramUnderTest.ECHO);
            awaitState(program, "open", OutboxState.DELIVERED);
        }
    }

    private ProgramUnderTest start() throws Exception {
        return ProgramUnderTest.in(folder)
                .surroundings(before -> before.withStore((settings, node, time) -> database.open(url, time)))
                .clock(clock)
                .start();
    }

    private static void send(ProgramUnderTest program, String envelope, String conversation, String text) {
        program.program()
                .outbox()
                .enqueue(OutboundMessageRequest.builder(
                                new EnvelopeId(envelope), ProgramUnderTest.ECHO, new ConversationId(conversation), text)
                        .build())
                .join();
    }

    private static void awaitState(ProgramUnderTest program, String envelope, OutboxState state) {
        Awaitility.await().untilAsserted(() -> assertThat(
                        program.findOutbox(envelope).orElseThrow().state())
                .isEqualTo(state));
    }

    private long count(String table) throws SQLException {
        try (Connection connection = database.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
