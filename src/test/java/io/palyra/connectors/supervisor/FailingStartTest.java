package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connector whose session does not open says so, tries again, burns no attempts, and touches no other. */
class FailingStartTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");

    @TempDir
    Path folder;

    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY);
        program = ProgramUnderTest.in(folder).about(FLAKY).start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void anUnreachablePlatformIsTriedAgainUntilItAnswers() {
        AtomicInteger unreachable = unreachableFor(4);

        program.register();
        program.enqueueAll("c1", "m1");

        assertThat(program.status().liveness()).isEqualTo(Liveness.RESTARTING);
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        assertThat(program.status().lastError()).contains("cannot be reached");
        assertThat(program.outbox("m1").attempts()).isZero();
        program.awaitOthersDelivered("marker");

        await().until(() -> program.status().liveness() == Liveness.RUNNING);
        program.awaitDelivered("m1");
        assertThat(unreachable).hasNonPositiveValue();
        assertThat(program.outbox("m1").attempts()).isEqualTo(1);
        assertThat(platform.openSessions()).isEqualTo(1);
    }

    @Test
    void theProgramStartsWithAnInstanceThatDoesNot() throws Exception {
        program.register();
        platform.opens(() -> {
            throw new IllegalStateException("a bug in the connector");
        });

        program.restart();
        program.awaitOthersDelivered("marker");

        assertThat(program.status().liveness()).isEqualTo(Liveness.RESTARTING);
        assertThat(program.status().lastError()).contains("a bug in the connector");

        platform.opens(() -> {});
        await().until(() -> program.status().liveness() == Liveness.RUNNING);
    }

    @Test
    void aMissingCredentialKeepsMessagesUntilTheInstanceIsEnabledAgain() {
        lacks(Readiness.MISSING_CREDENTIAL, "the token is not set");
        program.supervisor().register(program.spec());
        ConnectorStatus registered = program.status();

        assertThat(registered.readiness()).isEqualTo(Readiness.MISSING_CREDENTIAL);
        assertThat(registered.liveness()).isEqualTo(Liveness.RUNNING);
        assertThat(registered.lastError()).isEqualTo("the token is not set");

        program.enqueueAll("c1", "m1", "m2");
        program.awaitOthersDelivered("marker");
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.PENDING);
        assertThat(program.outbox("m1").attempts()).isZero();

        platform.opens(() -> {});
        program.supervisor().setEnabled(FLAKY, true);
        ConnectorStatus enabled = program.status();

        assertThat(enabled.readiness()).isEqualTo(Readiness.READY);
        program.awaitDelivered("m2");
        assertThat(platform.sent()).containsExactly("m1", "m2");
    }

    @Test
    void aMissingCredentialIsLookedForAgainByTheProbe() {
        lacks(Readiness.MISSING_CREDENTIAL, "the token is not set");
        program.register();
        program.enqueueAll("c1", "m1");

        probe();
        await().until(() -> platform.opened() == 2);
        program.awaitOthersDelivered("marker");
        assertThat(program.status().readiness()).isEqualTo(Readiness.MISSING_CREDENTIAL);
        assertThat(platform.sent()).isEmpty();

        platform.opens(() -> {});
        await().untilAsserted(() -> {
            probe();
            assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        });
        program.awaitDelivered("m1");
    }

    @Test
    void aSessionThatDoesNotOpenAgainIsTriedUntilItDoes() {
        program.register();
        AtomicInteger unreachable = unreachableFor(3);
        platform.answers(request -> unreachable.get() > 0
                ? new DeliveryOutcome.Retry(RetryClass.CONNECTOR_RESTARTING, "the session was lost", null)
                : FlakyPlatform.delivered(request));

        program.enqueueAll("c1", "m1");

        await().until(() -> program.status().liveness() == Liveness.RESTARTING);
        program.awaitDelivered("m1");
        assertThat(program.status().liveness()).isEqualTo(Liveness.RUNNING);
        assertThat(program.status().restartCount()).isPositive();
        assertThat(platform.openSessions()).isEqualTo(1);
    }

    /** It says so from within its start, when the restart that opens it is not over. */
    @Test
    void aSessionThatIsLostWhileItIsOpenedAnewIsOpenedOnceMore() {
        program.register();
        AtomicInteger lost = new AtomicInteger();
        platform.opens(() -> {
            if (lost.getAndIncrement() == 0) {
                program.supervision().host().sessionLost(FLAKY, "closed again");
            }
        });

        program.supervision().host().sessionLost(FLAKY, "closed");

        await().until(() -> platform.opened() == 3);
        await().until(() -> program.status().restartCount() == 2);
        assertThat(platform.openSessions()).isEqualTo(1);
    }

    /** The same of the first session: nobody else would open another one. */
    @Test
    void aSessionThatIsLostWhileTheInstanceStartsIsOpenedAnew() {
        AtomicInteger lost = new AtomicInteger();
        platform.opens(() -> {
            if (lost.getAndIncrement() == 0) {
                program.supervision().host().sessionLost(FLAKY, "closed at once");
            }
        });

        program.register();

        await().until(() -> platform.opened() == 2);
        assertThat(platform.openSessions()).isEqualTo(1);
    }

    @Test
    void anInstanceThatFailsToStopIsStoppedAllTheSame() {
        program.register();
        platform.closes(() -> {
            throw new IllegalStateException("a bug in the connector");
        });

        program.supervisor().setEnabled(FLAKY, false);
        ConnectorStatus disabled = program.status();
        assertThat(disabled.liveness()).isEqualTo(Liveness.STOPPED);

        program.supervisor().setEnabled(FLAKY, true);
        ConnectorStatus enabled = program.status();
        assertThat(enabled.liveness()).isEqualTo(Liveness.RUNNING);
        program.supervisor().remove(FLAKY);
        assertThat(program.supervision().roster().isRegistered(FLAKY)).isFalse();
    }

    private AtomicInteger unreachableFor(int times) {
        AtomicInteger left = new AtomicInteger(times);
        platform.opens(() -> {
            if (left.getAndDecrement() > 0) {
                throw new ConnectorStartException(Readiness.READY, "the platform cannot be reached");
            }
        });
        return left;
    }

    private void lacks(Readiness readiness, String reason) {
        platform.opens(() -> {
            throw new ConnectorStartException(readiness, reason);
        });
    }

    /** What otherwise happens after some time. */
    private void probe() {
        program.supervision().recovery().probe(FLAKY);
    }
}
