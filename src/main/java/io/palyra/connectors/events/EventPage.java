package io.palyra.connectors.events;

import java.util.List;

/**
 * The next events for a route.
 *
 * @param events in order within a connector, by time between connectors
 * @param through where the reader is when it is done with them; what was looked at and not wanted is behind it too
 * @param more whether there is more to be looked at now
 * @param purged so many events at most were deleted by retention before they were looked at, wanted or not
 */
public record EventPage(List<LoggedEvent> events, EventPosition through, boolean more, long purged) {

    public EventPage {
        events = List.copyOf(events);
    }
}
