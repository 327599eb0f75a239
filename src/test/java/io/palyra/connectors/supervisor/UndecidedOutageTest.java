package io.palyra.connectors.supervisor;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import java.time.Duration;
import java.util.List;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: where nothing got through and no message is left that could try, nobody is told that one does, nor that messages get
 * through again before one has. Method: all outcomes are unknown and wait for the operator; the clock stands still unless the
 * test moves it.
 */
class UndecidedOutageTest extends OutageSetup {

    private static final Duration LONG_AFTER = Duration.ofHours(1);

    @BeforeEach
    void nothingIsLeftToTry() {
        platform.resolvesUnknown(UnknownResolution.OPERATOR).answers(request -> new DeliveryOutcome.Unknown("cut"));
        for (String message : List.of("m1", "m2", "m3")) {
            program.enqueueAll("of-" + message, message);
            program.awaitState(message, OutboxState.UNKNOWN);
        }
    }

    @Test
    void healthPromisesATryOnlyWhereAMessageIsLeftToTry() throws Exception {
        assertThat(health())
                .startsWith("no message has got through for 0 s, 3 attempts failed")
                .endsWith("nothing tries: an operator decides about 3 messages whose outcome is not known");

        for (String message : List.of("m1", "m2", "m3")) {
            program.program().unknownOutcomes().discard(FLAKY, new EnvelopeId(message));
        }
        assertThat(health()).endsWith("nothing tries: no message waits");

        program.enqueueAll("c4", "m4");
        assertThat(health()).endsWith("the next message tries in 1 s");

        program.supervision().queues().pause(FLAKY, null);
        assertThat(health()).endsWith("nothing tries: its queue is paused by the operator");
    }

    /** An outage that nobody has tried to end is no outage any more after a while, and yet has not ended. */
    @Test
    void messagesGetThroughAgainOnceOneHasGotThrough() {
        awaitEvent("platform.unreachable");

        clock.advance(LONG_AFTER);
        assertThat(outage()).isNull();
        awaitALook();
        assertThat(program.events("platform.reached")).isEmpty();

        platform.answers(FlakyPlatform::delivered);
        program.enqueueAll("c4", "m4");
        program.awaitDelivered("m4");
        awaitEvent("platform.reached");
    }

    private void awaitEvent(String type) {
        program.within().until(() -> !program.events(type).isEmpty());
    }

    /** What has changed about another connector meanwhile is told. */
    private void awaitALook() {
        int before =
                program.connector(ECHO).events("connector.liveness_changed").size();
        program.supervisor().setEnabled(ECHO, false);
        program.within()
                .until(() -> program.connector(ECHO)
                                .events("connector.liveness_changed")
                                .size()
                        > before);
    }

    private String health() {
        return HealthCheckHelper.invokeReadiness(program.application().context(), "full").stream()
                .filter(result -> result.getCheck().getId().equals("connector:" + FLAKY))
                .findFirst()
                .orElseThrow()
                .getMessage()
                .orElseThrow();
    }
}
