package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a look at the nodes has found and decided, in the transaction that decides it. */
final class NodeNews {

    private static final Logger LOG = LoggerFactory.getLogger(NodeNews.class);

    private final ClusterStore store;
    private final NodeIdentity identity;
    private final Clock clock;
    private final NodeHost host;

    NodeNews(ClusterStore store, NodeIdentity identity, Clock clock, NodeHost host) {
        this.store = store;
        this.identity = identity;
        this.clock = clock;
        this.host = host;
    }

    /**
     * @param joined whether this node has just joined
     * @param lost others that are taken for lost from now on
     * @param taken by this node
     */
    void tell(Transaction transaction, boolean joined, List<StoredNode> lost, List<ConnectorId> taken) {
        lost.forEach(node -> tellLost(
                transaction, node.name(), Duration.ofMillis(Math.max(0, clock.millis() - node.heartbeatUnixMs()))));
        store.lostNamesake(transaction).ifPresent(silentFor -> tellLost(transaction, identity.name(), silentFor));
        store.lostCommits(transaction)
                .ifPresent(missing ->
                        host.happened(transaction, new Happening.CommitsLost(missing.node(), missing.commits())));
        if (joined) {
            host.happened(transaction, new Happening.Joined(identity.name()));
            store.tell(transaction, Topic.NODES);
        }
        taken.stream()
                .filter(id -> !SharedJob.is(id))
                .forEach(connectorId -> host.happened(transaction, new Happening.Moved(connectorId, identity.name())));
    }

    private void tellLost(Transaction transaction, String name, Duration silentFor) {
        LOG.warn("The node {} is lost: it has been silent for {} s", name, silentFor.toSeconds());
        host.happened(transaction, new Happening.Lost(name, silentFor));
    }
}
