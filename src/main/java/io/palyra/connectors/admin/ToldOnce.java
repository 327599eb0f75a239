package io.palyra.connectors.admin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once about each node whose settings are wrong. Thread safe. */
final class ToldOnce {

    private static final Logger LOG = LoggerFactory.getLogger(ToldOnce.class);

    /** Nodes that are remembered; about more of them nothing is said. */
    private static final int NODES_MAX = 100;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void warn(String node, String warning) {
        if (told.size() < NODES_MAX && told.add(node)) {
            LOG.warn("Calls cannot be passed on between nodes: {}", warning);
        }
    }
}
