package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connector that fails to send keeps what it did not send, and touches no other. */
class FailingSendTest {

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
    void aRefusedTokenClosesTheConnectorWithoutAnAttempt() {
        refuseToken();
        program.enqueueAll("c1", "m1", "m2");
        awaitReadiness(Readiness.AUTH_FAILED);
        program.enqueueAll("c2", "m3");
        program.awaitOthersDelivered("marker");

        assertThat(platform.sent()).containsExactly("m1");
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.PENDING);
        assertThat(program.outbox("m1").attempts()).isZero();
        assertThat(program.status().lastError()).isEqualTo("401: token refused");
        assertThat(program.status().liveness()).isEqualTo(Liveness.RUNNING);
    }

    @Test
    void enablingAgainOpensWhatARefusedTokenClosed() {
        refuseToken();
        program.enqueueAll("c1", "m1", "m2");
        awaitReadiness(Readiness.AUTH_FAILED);
        platform.answers(FlakyPlatform::delivered);

        program.supervisor().setEnabled(FLAKY, true);
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);

        program.awaitDelivered("m2");
        assertThat(program.outbox("m1").attempts()).isEqualTo(1);
        assertThat(platform.taken()).containsExactly("m1", "m2");
    }

    @Test
    void aProbeLetsOneMessageThroughAndItsFailureKeepsTheConnectorClosed() {
        refuseToken();
        program.enqueueAll("c1", "m1");
        awaitReadiness(Readiness.AUTH_FAILED);
        program.enqueueAll("c2", "m2");
        program.enqueueAll("c3", "m3");

        probe();
        await().until(() -> platform.sent().size() == 2);
        program.awaitOthersDelivered("marker");

        assertThat(platform.sent()).hasSize(2);
        assertThat(program.status().readiness()).isEqualTo(Readiness.AUTH_FAILED);
        for (String message : new String[] {"m1", "m2", "m3"}) {
            assertThat(program.outbox(message).attempts()).as(message).isZero();
        }
    }

    @Test
    void aProbeThatGetsThroughOpensTheConnector() {
        refuseToken();
        program.enqueueAll("c1", "m1", "m2");
        awaitReadiness(Readiness.AUTH_FAILED);
        program.enqueueAll("c2", "m3");
        platform.answers(FlakyPlatform::delivered);

        probe();

        awaitReadiness(Readiness.READY);
        program.awaitDelivered("m2");
        program.awaitDelivered("m3");
    }

    @Test
    void aProbeDoesNotOpenAPausedQueue() {
        refuseToken();
        program.enqueueAll("c1", "m1");
        awaitReadiness(Readiness.AUTH_FAILED);
        program.supervision().queues().pause(FLAKY, null);
        platform.answers(FlakyPlatform::delivered);

        probe();
        program.awaitOthersDelivered("marker");
        assertThat(platform.taken()).isEmpty();

        program.supervision().queues().resume(FLAKY);
        program.awaitDelivered("m1");
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExceptionWhileSendingIsAnUnknownOutcome(boolean recognisesResends) {
        platform.recognisesResends(recognisesResends).answers(request -> {
            throw new IllegalStateException("a bug in the connector");
        });

        program.enqueueAll("c1", "m1");
        program.awaitState("m1", OutboxState.UNKNOWN);
        program.awaitOthersDelivered("marker");

        assertThat(program.outbox("m1").reason()).contains("a bug in the connector");
        platform.answers(FlakyPlatform::delivered);
        if (recognisesResends) {
            program.awaitDelivered("m1");
        } else {
            assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.UNKNOWN);
            assertThat(platform.sent()).hasSize(1);
        }
    }

    @Test
    void anErrorOrNoAnswerAtAllIsAnUnknownOutcome() {
        platform.recognisesResends(false).answers(request -> {
            if (request.envelopeId().value().equals("m1")) {
                throw new LinkageError("a class of the connector is missing");
            }
            return null;
        });

        program.enqueueAll("c1", "m1");
        program.enqueueAll("c2", "m2");

        program.awaitState("m1", OutboxState.UNKNOWN);
        program.awaitState("m2", OutboxState.UNKNOWN);
    }

    @Test
    void aSendThatBlocksHoldsBackItsOwnConversationOnly() {
        Semaphore answers = new Semaphore(0);
        platform.answers(request -> {
            if (request.conversationId().value().equals("slow")) {
                answers.acquireUninterruptibly();
            }
            return FlakyPlatform.delivered(request);
        });
        program.enqueueAll("slow", "m1", "m2");
        await().until(() -> platform.sendsInHand() == 1);

        program.enqueueAll("quick", "m3");
        program.awaitDelivered("m3");
        program.awaitOthersDelivered("marker");
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.PENDING);

        answers.release(2);
        program.awaitDelivered("m2");
    }

    /** More conversations hang than one connector may have in hand. */
    @Test
    void aConnectorThatHangsLeavesTheOthersTheirWorkers() {
        Semaphore answers = new Semaphore(0);
        platform.answers(request -> {
            answers.acquireUninterruptibly();
            return FlakyPlatform.delivered(request);
        });
        for (int i = 0; i < 70; i++) {
            program.enqueueAll("hangs" + i, "h" + i);
        }
        await().until(() -> platform.sendsInHand() == 64);

        program.awaitOthersDelivered("marker");

        answers.release(70);
        program.awaitDelivered("h69");
    }

    private void refuseToken() {
        platform.answers(request ->
                new DeliveryOutcome.PermanentFailure("401: token refused", Fault.CONNECTOR, Readiness.AUTH_FAILED));
    }

    private void awaitReadiness(Readiness readiness) {
        await().until(() -> program.status().readiness() == readiness);
    }

    /** What otherwise happens after some time. */
    private void probe() {
        program.supervision().recovery().probe(FLAKY);
    }
}
