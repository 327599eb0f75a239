package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * For how long nodes have shown no sign of life, by this machine's own measure of time. That a lease is over by the database's
 * clock is not enough: the clock may have been put forward, or be that of a standby that has taken over. For one thread.
 */
final class Silence {

    private record Sign(long heartbeatUnixMs, long seenNanos) {}

    private final LongSupplier nanos;
    private final Map<String, Sign> signs = new HashMap<>();

    /** @param nanos as {@link System#nanoTime} */
    Silence(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What is there now. */
    void seen(List<StoredNode> nodes) {
        signs.keySet().retainAll(nodes.stream().map(StoredNode::id).collect(Collectors.toSet()));
        nodes.forEach(node -> {
            Sign last = signs.get(node.id());
            if (last == null || last.heartbeatUnixMs() != node.heartbeatUnixMs()) {
                signs.put(node.id(), new Sign(node.heartbeatUnixMs(), nanos.getAsLong()));
            }
        });
    }

    /** Whether a node has not renewed its lease for as long as it was given for, since it was first seen so. */
    boolean isOfALease(StoredNode node) {
        Sign last = signs.get(node.id());
        return last != null && nanos.getAsLong() - last.seenNanos() >= TimeUnit.MILLISECONDS.toNanos(node.leaseMs());
    }
}
