package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.lane.storage.RetryBacklog;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.InstanceStore;
import io.palyra.connectors.supervisor.QueueState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaturationTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final RetryBacklog NO_RETRIES = new RetryBacklog(0, 0, null);

    @Test
    void isHealthyWithoutAReason() {
        Saturation saturation = Saturation.of(
                Readiness.READY,
                queue(5, 0, 0, NO_RETRIES, false),
                List.of(),
                Optional.empty(),
                Saturation.Daemon.FINE);

        assertThat(saturation.state()).isEqualTo(Saturation.State.HEALTHY);
        assertThat(saturation.reasons()).isEmpty();
    }

    @Test
    void namesTheGravestFirst() {
        Saturation saturation = Saturation.of(
                Readiness.AUTH_FAILED,
                queue(2_000, 1, 3, new RetryBacklog(3, 1, 7L), true),
                List.of(),
                Optional.empty(),
                Saturation.Daemon.FINE);

        assertThat(saturation.state()).isEqualTo(Saturation.State.PAUSED);
        assertThat(saturation.reasons())
                .containsExactly(
                        "the queue is paused",
                        "readiness is auth_failed",
                        "1 conversation waits because of a rate limit",
                        "1 message has an outcome that is not known",
                        "2000 messages are due",
                        "2 conversations wait for another attempt",
                        "3 dead letters wait for a decision");
    }

    @Test
    void seesThatDeliveryDoesNotKeepUp() {
        assertThat(Saturation.of(
                                Readiness.READY,
                                queue(Saturation.BACKPRESSURE_DUE, 0, 0, NO_RETRIES, false),
                                List.of(),
                                Optional.empty(),
                                Saturation.Daemon.FINE)
                        .state())
                .isEqualTo(Saturation.State.BACKPRESSURE);
        assertThat(Saturation.of(
                                Readiness.MISCONFIGURED,
                                queue(0, 0, 0, NO_RETRIES, false),
                                List.of(),
                                Optional.empty(),
                                Saturation.Daemon.FINE)
                        .state())
                .isEqualTo(Saturation.State.BACKPRESSURE);
    }

    @Test
    void tellsARateLimitFromOtherRetries() {
        assertThat(Saturation.of(
                                Readiness.READY,
                                queue(0, 0, 0, new RetryBacklog(1, 0, null), false),
                                List.of(),
                                Optional.empty(),
                                Saturation.Daemon.FINE)
                        .state())
                .isEqualTo(Saturation.State.RETRYING);
        assertThat(Saturation.of(
                                Readiness.READY,
                                queue(0, 0, 0, new RetryBacklog(1, 1, 5L), false),
                                List.of(),
                                Optional.empty(),
                                Saturation.Daemon.FINE)
                        .state())
                .isEqualTo(Saturation.State.RATE_LIMITED);
    }

    @Test
    void saysThatNothingGetsThrough() {
        Outage down = new Outage(Outage.Kind.UNREACHABLE, 1, 5, "connection reset", true, false, 9L);

        Saturation saturation = Saturation.of(
                Readiness.READY,
                queue(0, 0, 0, new RetryBacklog(3, 1, 7L), false),
                List.of(),
                Optional.of(down),
                Saturation.Daemon.FINE);

        assertThat(saturation.state()).isEqualTo(Saturation.State.UNREACHABLE);
        assertThat(saturation.reasons().get(0))
                .isEqualTo("5 attempts in a row have failed, one message at a time tries: connection reset");
    }

    private static QueueState queue(long due, long unknown, long deadLetters, RetryBacklog retries, boolean paused) {
        QueueDepth outbound = new QueueDepth(
                ECHO, Direction.OUTBOUND, due, 0, 0, 0, 0, unknown, deadLetters, retries, null, null, null);
        return new QueueState(
                ECHO,
                QueueDepth.empty(ECHO, Direction.INBOUND),
                outbound,
                paused ? new InstanceStore.QueuePause(ECHO, null, 1, false) : null);
    }
}
