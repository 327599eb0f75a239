package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for events over several connectors, from the newest one back. */
public interface EventSearch {

    /** So many events are looked at for one answer, wanted or not. */
    int LOOK_MAX = 10_000;

    /**
     * What was found.
     *
     * @param events newest first
     * @param rest of each connector the number before which to look further; empty where there is nothing more
     * @param searchedBackToUnixMs what is wanted and younger was found; null where there is nothing more
     */
    record Found(
            List<LoggedEvent> events,
            Map<ConnectorId, Long> rest,
            @Nullable Long searchedBackToUnixMs) {

        public Found {
            events = List.copyOf(events);
            rest = Map.copyOf(rest);
        }
    }

    /**
     * The newest events that a filter lets through. Fewer than the limit, also none, does not mean that there are no more:
     * a search ends after {@value #LOOK_MAX} events, and the rest says where to go on. Reads on its own; may block.
     *
     * @param filter its {@code beforeId} is not looked at
     * @param before in which connectors to look, and before which number in each
     */
    Found newest(EventFilter filter, Map<ConnectorId, Long> before, int limit);
}
