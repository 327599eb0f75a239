package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueStateTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");

    @TempDir
    Path folder;

    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY);
        program = ProgramUnderTest.in(folder).about(FLAKY).start();
        program.register();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void aPauseHoldsOverARestartAndResumingDeliversInOrder() throws Exception {
        program.supervision().queues().pause(FLAKY, "maintenance");
        program.enqueueAll("c1", "m1", "m2");
        program.awaitOthersDelivered("before");
        assertThat(platform.sent()).isEmpty();

        program.restart();
        program.awaitOthersDelivered("after");

        assertThat(platform.sent()).isEmpty();
        assertThat(program.outbox("m1").attempts()).isZero();
        assertThat(program.supervision().queues().pauseOf(FLAKY)).satisfies(pause -> {
            assertThat(pause.reason()).isEqualTo("maintenance");
            assertThat(pause.sinceUnixMs()).isPositive();
        });

        program.supervision().queues().resume(FLAKY);
        program.awaitDelivered("m2");

        assertThat(platform.sent()).containsExactly("m1", "m2");
        assertThat(program.eventTypes()).containsSubsequence("queue.paused", "queue.resumed", "outbox.delivered");
    }

    @Test
    void aPauseStopsAClaimedConversationAfterTheMessageInHand() {
        Semaphore answers = new Semaphore(0);
        platform.answers(request -> {
            answers.acquireUninterruptibly();
            return FlakyPlatform.delivered(request);
        });
        program.enqueueAll("c1", "m1", "m2", "m3");
        await().until(() -> platform.sendsInHand() == 1);

        program.supervision().queues().pause(FLAKY, null);
        answers.release(3);
        program.awaitDelivered("m1");
        program.awaitOthersDelivered("marker");

        assertThat(platform.sent()).containsExactly("m1");
        assertThat(program.outbox("m2").state()).isEqualTo(OutboxState.PENDING);
    }

    @Test
    void aDrainDeliversWhatIsDueAndThenThePauseHoldsAgain() {
        platform.answers(request -> request.envelopeId().value().equals("waits")
                ? new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "later", Duration.ofMinutes(5))
                : FlakyPlatform.delivered(request));
        program.enqueueAll("c9", "waits");
        await().untilAsserted(
                        () -> assertThat(program.outbox("waits").attempts()).isEqualTo(1));
        program.supervision().queues().pause(FLAKY, null);
        program.enqueueAll("c1", "m1", "m2");
        program.enqueueAll("c2", "m3");

        program.supervision().queues().drain(FLAKY);
        program.awaitDelivered("m2");
        program.awaitDelivered("m3");
        awaitPauseHolds();
        program.enqueueAll("c1", "m4");
        program.awaitOthersDelivered("marker");

        assertThat(program.outbox("m4").state()).isEqualTo(OutboxState.PENDING);
        assertThat(program.outbox("waits").attempts()).isEqualTo(1);
        assertThat(program.supervision().queues().pauseOf(FLAKY)).isNotNull();
    }

    @Test
    void aDrainIsNotOverWhileAMessageIsInHand() {
        Semaphore answers = new Semaphore(0);
        platform.answers(request -> {
            answers.acquireUninterruptibly();
            return FlakyPlatform.delivered(request);
        });
        program.supervision().queues().pause(FLAKY, null);
        program.enqueueAll("c1", "m1", "m2", "m3");
        program.supervision().queues().drain(FLAKY);
        await().until(() -> platform.sendsInHand() == 1);

        program.awaitOthersDelivered("claims nothing of flaky");
        answers.release(3);

        program.awaitDelivered("m3");
        awaitPauseHolds();
    }

    private void awaitPauseHolds() {
        await().until(() ->
                !program.supervision().gate().open(Direction.OUTBOUND).contains(FLAKY));
    }
}
