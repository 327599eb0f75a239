package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * One program that lives through faults at each step of a message's life, in time that passes fifty times faster. Its platform
 * has a message that says {@link #ONCE} tried again once.
 */
final class SweptProgram implements AutoCloseable {

    static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    static final String ONCE = "[network-once]";

    private static final int TIME_FACTOR = 50;

    private final Set<EnvelopeId> failedOnce = ConcurrentHashMap.newKeySet();
    private final FlakyPlatform platform = FlakyPlatform.fresh(FLAKY).answers(this::answer);
    private final ProgramUnderTest program;

    /** @param onStore with the store that fails */
    SweptProgram(Path folder, UnaryOperator<ProgramSetup> onStore) throws Exception {
        program = onStore.apply(ProgramUnderTest.in(folder)
                        .about(FLAKY)
                        .settings("palyra.connectors.flaky.ops.enabled=true")
                        .time(new FastTime(TIME_FACTOR)))
                .start();
    }

    private DeliveryOutcome answer(OutboundMessageRequest request) {
        return request.text().contains(ONCE) && failedOnce.add(request.envelopeId())
                ? new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "once", null)
                : FlakyPlatform.delivered(request);
    }

    ConnectorProgram program() {
        return program.program();
    }

    InboundIngestOutcome receive(String id, String conversation, String body) throws InboundRefusedException {
        return program()
                .supervision()
                .calls()
                .emit(InboundMessageEvent.builder(
                                new EnvelopeId(id), FLAKY, new ConversationId(conversation), new SenderId("user"), body)
                        .build());
    }

    void awaitDelivered(String id) {
        await("delivery of " + id)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> program().outboxStore().find(FLAKY, new EnvelopeId(id + ":0")).stream()
                        .map(OutboxEntry::state)
                        .anyMatch(OutboxState.DELIVERED::equals));
    }

    /** The messages whose replies the platform took, with repetitions. */
    List<String> taken(String conversation) {
        return platform.taken().stream()
                .filter(id -> id.startsWith(conversation + "-"))
                .map(id -> id.substring(0, id.indexOf(':')))
                .toList();
    }

    void hasNoDeadLetters() {
        assertThat(program()
                        .deadLetters()
                        .latest(FLAKY, DeadLetterStore.Filter.ANY, 1)
                        .letters())
                .isEmpty();
    }

    @Override
    public void close() throws Exception {
        program.close();
    }
}
