package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.ClusterStore.Look;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.Map;

/** What one node sees of the others that an operator has to know. For one thread, but for what is answered from memory. */
final class NodeWatch {

    /** After a lease, for others to take what its node had. */
    private static final Duration OVERTIME = Duration.ofSeconds(5);

    private final ClusterStore store;
    private final ConfigurationWatch configurations;
    private final WithoutOwner withoutOwner;

    NodeWatch(ClusterStore store, NodeIdentity identity) {
        this.store = store;
        configurations = new ConfigurationWatch(store, identity.version());
        withoutOwner = new WithoutOwner(identity.lease().plus(OVERTIME), System::nanoTime);
    }

    /** Reads the store. */
    void look(Look look, NodeConfiguration own) {
        configurations.compare(look, own);
        withoutOwner.found(store.withoutOwner());
    }

    Map<String, NodeDifference> differences() {
        return configurations.differences();
    }

    Map<ConnectorId, Duration> withoutOwner() {
        return withoutOwner.overdue();
    }
}
