package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a route has come: the last event of each connector that it is done with. Events are numbered by connector; of one
 * that is not named here, none, and it is not known whether there were any.
 */
public record EventPosition(Map<ConnectorId, Long> lastIds) {

    public static final EventPosition BEGINNING = new EventPosition(Map.of());

    public EventPosition {
        lastIds = Map.copyOf(lastIds);
    }

    public long of(ConnectorId connectorId) {
        return lastIds.getOrDefault(connectorId, 0L);
    }

    /** Never goes back. */
    public EventPosition after(ConnectorId connectorId, long eventId) {
        if (of(connectorId) >= eventId) {
            return this;
        }
        Map<ConnectorId, Long> moved = new HashMap<>(lastIds);
        moved.put(connectorId, eventId);
        return new EventPosition(moved);
    }

    /** Of each connector the later one of both. */
    EventPosition orLater(EventPosition other) {
        Map<ConnectorId, Long> later = new HashMap<>(lastIds);
        other.lastIds.forEach((connector, eventId) -> later.merge(connector, eventId, Math::max));
        return new EventPosition(later);
    }

    /** Of each connector the earlier one of both; those that are named in the other alone are named, with none. */
    public EventPosition notBehind(EventPosition other) {
        Map<ConnectorId, Long> earlier = new HashMap<>();
        other.lastIds.keySet().forEach(connector -> earlier.put(connector, 0L));
        lastIds.forEach((connector, eventId) -> earlier.put(connector, Math.min(eventId, other.of(connector))));
        return new EventPosition(earlier);
    }

    /** What of it is not in an earlier one. */
    public Map<ConnectorId, Long> since(EventPosition earlier) {
        Map<ConnectorId, Long> moved = new HashMap<>(lastIds);
        moved.entrySet().removeAll(earlier.lastIds.entrySet());
        return moved;
    }
}
