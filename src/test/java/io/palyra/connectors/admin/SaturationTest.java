package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.outbox.QueueDepth;
import io.palyra.connectors.outbox.RetryBacklog;
import io.palyra.connectors.protocol.Readiness;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaturationTest {

    private static final RetryBacklog NO_RETRIES = new RetryBacklog(0, 0, null);

    @Test
    void isHealthyWithoutAReason() {
        Saturation saturation =
                Saturation.of(Readiness.READY, depth(5, 0, 0), NO_RETRIES, List.of(), Optional.empty(), false);

        assertThat(saturation.state()).isEqualTo(Saturation.State.HEALTHY);
        assertThat(saturation.reasons()).isEmpty();
    }

    @Test
    void namesTheGravestFirst() {
        Saturation saturation = Saturation.of(
                Readiness.AUTH_FAILED,
                depth(2_000, 1, 3),
                new RetryBacklog(3, 1, 7L),
                List.of(),
                Optional.empty(),
                true);

        assertThat(saturation.state()).isEqualTo(Saturation.State.PAUSED);
        assertThat(saturation.reasons())
                .containsExactly(
                        "the queue is paused",
                        "3 dead letters wait for a decision",
                        "readiness is auth_failed",
                        "1 conversations wait because of a rate limit",
                        "1 messages have an outcome that is not known",
                        "2 conversations wait for another attempt");
    }

    @Test
    void seesThatDeliveryDoesNotKeepUp() {
        assertThat(Saturation.of(
                                Readiness.READY,
                                depth(Saturation.BACKPRESSURE_DUE, 0, 0),
                                NO_RETRIES,
                                List.of(),
                                Optional.empty(),
                                false)
                        .state())
                .isEqualTo(Saturation.State.BACKPRESSURE);
        assertThat(Saturation.of(
                                Readiness.MISCONFIGURED, depth(0, 0, 0), NO_RETRIES, List.of(), Optional.empty(), false)
                        .state())
                .isEqualTo(Saturation.State.BACKPRESSURE);
    }

    @Test
    void tellsARateLimitFromOtherRetries() {
        assertThat(Saturation.of(
                                Readiness.READY,
                                depth(0, 0, 0),
                                new RetryBacklog(1, 0, null),
                                List.of(),
                                Optional.empty(),
                                false)
                        .state())
                .isEqualTo(Saturation.State.RETRYING);
        assertThat(Saturation.of(
                                Readiness.READY,
                                depth(0, 0, 0),
                                new RetryBacklog(1, 1, 5L),
                                List.of(),
                                Optional.empty(),
                                false)
                        .state())
                .isEqualTo(Saturation.State.RATE_LIMITED);
    }

    @Test
    void saysThatNothingGetsThrough() {
        Outage down = new Outage(Outage.Kind.UNREACHABLE, 1, 5, "connection reset", true, false, 9L);

        Saturation saturation = Saturation.of(
                Readiness.READY, depth(0, 0, 0), new RetryBacklog(3, 1, 7L), List.of(), Optional.of(down), false);

        assertThat(saturation.state()).isEqualTo(Saturation.State.UNREACHABLE);
        assertThat(saturation.reasons().get(0))
                .isEqualTo("5 attempts in a row have failed, one message at a time tries: connection reset");
    }

    private static QueueDepth depth(long due, long unknown, long deadLetters) {
        return new QueueDepth(due + unknown, due, 0, unknown, deadLetters, null, null, null);
    }
}
