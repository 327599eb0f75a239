package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.ClusterStore.Look;
import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.transaction.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what the nodes are set up with, and tells once of each node that differs. What others have is read where it has
 * changed. For one thread, but for {@link #differences}.
 */
final class ConfigurationWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);

    /** @param digest of the whole */
    private record Known(String digest, NodeConfiguration configuration) {}

    private final ClusterStore store;
    private final String version;
    private Map<String, Known> known = Map.of();
    private volatile Map<String, NodeDifference> differences = Map.of();

    /** @param version of this node */
    ConfigurationWatch(ClusterStore store, String version) {
        this.store = store;
        this.version = version;
    }

    /** By the ids of the other nodes that are there; those that are set up as this one are left out. Never blocks. */
    Map<String, NodeDifference> differences() {
        return differences;
    }

    /** Tells the others what this node is set up with, unless they know. */
    static void tell(ClusterStore store, Transaction transaction, Look look, NodeConfiguration own) {
        Optional<StoredNode> self = look.node(store.self());
        if (self.filter(node -> !own.digest().equals(node.configuration())).isPresent()) {
            store.configure(transaction, own.digest(), own.text());
        }
    }

    /** Reads what it does not know yet. */
    void compare(Look look, NodeConfiguration own) {
        Map<String, Known> read = new HashMap<>();
        Map<String, NodeDifference> found = new TreeMap<>();
        for (StoredNode node : look.nodes()) {
            if (node.isAlive() && !node.id().equals(store.self())) {
                configurationOf(node).ifPresent(other -> {
                    read.put(node.id(), other);
                    NodeDifference difference =
                            NodeDifference.of(!version.equals(node.version()), own, other.configuration());
                    say(node, difference);
                    if (!difference.isNone()) {
                        found.put(node.id(), difference);
                    }
                });
            }
        }
        known = read;
        differences = Map.copyOf(found);
    }

    private Optional<Known> configurationOf(StoredNode node) {
        String digest = node.configuration();
        Known before = known.get(node.id());
        if (digest == null || before != null && before.digest().equals(digest)) {
            return Optional.ofNullable(before);
        }
        return store.configurationOf(node.id()).map(text -> new Known(digest, NodeConfiguration.parse(text)));
    }

    private void say(StoredNode node, NodeDifference now) {
        NodeDifference before = differences.get(node.id());
        if (now.isNone()) {
            if (before != null) {
                LOG.info("The node {} is set up as this one again", node.name());
            }
        } else if (!now.equals(before)) {
            LOG.warn(
                    "The node {} is not set up as this one, and every node has to be. What differs: {}",
                    node.name(),
                    now.words());
        }
    }
}
