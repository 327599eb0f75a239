package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lease of the node is over by the database's clock throughout: that may have been put forward. */
class SilenceTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    private long now = Long.MAX_VALUE - 1_000;
    private final Silence silence = new Silence(() -> now);

    private static StoredNode node(long heartbeatUnixMs) {
        return new StoredNode(
                "one#1", "one", "1", null, NodeState.ALIVE, 1, heartbeatUnixMs, LEASE.toMillis(), null, true);
    }

    private boolean isOfALease(long heartbeatUnixMs, Duration later) {
        now += later.toNanos();
        silence.seen(List.of(node(heartbeatUnixMs)));
        return silence.isOfALease(node(heartbeatUnixMs));
    }

    @Test
    void aLeaseAfterItWasSeenFirst() {
        assertThat(isOfALease(1_000, Duration.ZERO)).isFalse();
        assertThat(isOfALease(1_000, LEASE.minusNanos(1))).isFalse();
        assertThat(isOfALease(1_000, Duration.ofNanos(1))).isTrue();
    }

    @Test
    void aSignOfLifeEndsIt() {
        assertThat(isOfALease(1_000, Duration.ZERO)).isFalse();
        assertThat(isOfALease(1_001, LEASE)).isFalse();
        assertThat(isOfALease(1_001, LEASE.minusNanos(1))).isFalse();
        assertThat(isOfALease(900, Duration.ofNanos(1))).isFalse();
        assertThat(isOfALease(900, LEASE)).isTrue();
    }

    @Test
    void whoWasGoneIsSeenAnew() {
        assertThat(isOfALease(1_000, Duration.ZERO)).isFalse();
        silence.seen(List.of());
        assertThat(isOfALease(1_000, LEASE)).isFalse();
    }
}
