package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.Readiness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Goal: what speaks for an end of an outage ends it, or has one message try, at once. Method: the clock stands still, so what
 * flows then has not waited for its own time.
 */
class OutageEndTest extends OutageSetup {

    @Test
    void anAnswerToAnythingElseBringsTheProbeForward() {
        resets();
        enqueueEverywhere();
        awaitClosed();
        letOneTry();
        letOneTry();
        letOneTry();
        platform.answers(FlakyPlatform::delivered);

        program.supervision().host().answered(FLAKY);

        program.awaitDelivered("m0-second");
        program.awaitDelivered("m19-second");
    }

    /** A proxy's page has closed it; the first of its probes would go after 30 s of real time. */
    @Test
    void anAnswerBringsTheProbeOfAMisconfiguredConnectorForward() {
        platform.answers(request ->
                new DeliveryOutcome.PermanentFailure("403 text/html", Fault.CONNECTOR, Readiness.MISCONFIGURED));
        enqueueEverywhere();
        program.within().until(() -> program.status().readiness() == Readiness.MISCONFIGURED);
        platform.answers(FlakyPlatform::delivered);

        program.supervision().host().answered(FLAKY);

        program.awaitDelivered("m0-second");
        program.awaitDelivered("m19-second");
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void aTokenThatWasRefusedIsNotTriedAgainForAnAnswer() {
        platform.answers(
                request -> new DeliveryOutcome.PermanentFailure("401", Fault.CONNECTOR, Readiness.AUTH_FAILED));
        program.enqueueAll("c1", "m1");
        program.within().until(() -> program.status().readiness() == Readiness.AUTH_FAILED);
        platform.answers(FlakyPlatform::delivered);

        program.supervision().host().answered(FLAKY);

        program.awaitOthersDelivered("marker");
        assertThat(platform.sent()).containsExactly("m1");
    }

    @Test
    void aNewSessionHasUnknownOutcomesLookedForAtOnce() {
        platform.resolvesUnknown(new UnknownResolution(Duration.ZERO, true))
                .answers(request -> new DeliveryOutcome.Unknown("cut"));
        program.enqueueAll("c1", "m1", "m2");
        program.awaitState("m1", OutboxState.UNKNOWN);
        platform.remembers(request -> new Finding.Found(new MessageId("in-history")))
                .answers(FlakyPlatform::delivered);

        program.supervision().host().sessionLost(FLAKY, "the gateway closed");

        program.awaitDelivered("m2");
        assertThat(platform.lookedFor()).containsExactly("m1");
    }

    @Test
    void enablingAgainOpensAtOnceAndEndsTheWaits() {
        platform.answers(request -> reset(LONG));
        enqueueEverywhere();
        awaitClosed();
        platform.answers(FlakyPlatform::delivered);

        program.supervisor().setEnabled(FLAKY, true);

        assertThat(program.supervision().reach().isClosed(Direction.OUTBOUND, FLAKY))
                .isFalse();
        for (int i = 0; i < CONVERSATIONS; i++) {
            program.awaitDelivered("m" + i + "-second");
        }
    }

    /** One conversation alone closes nothing, and has a wait of its own. */
    @Test
    void enablingAgainEndsTheWaitOfASingleConversation() {
        platform.answers(request -> reset(LONG));
        program.enqueueAll("c1", "m1");
        program.awaitEvent("outbox.retry");
        platform.answers(FlakyPlatform::delivered);

        program.supervisor().setEnabled(FLAKY, true);

        program.awaitDelivered("m1");
    }
}
