package io.palyra.connectors.admin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once of each thing that keeps calls from being passed on. Thread safe. */
final class ToldOnce {

    private static final Logger LOG = LoggerFactory.getLogger(ToldOnce.class);

    /** Things that are remembered; about more of them nothing is said. */
    private static final int THINGS_MAX = 100;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param thing by which it is known again */
    void warn(String thing, String warning) {
        if (told.size() < THINGS_MAX && told.add(thing)) {
            LOG.warn("Calls cannot be passed on between nodes: {}", warning);
        }
    }
}
