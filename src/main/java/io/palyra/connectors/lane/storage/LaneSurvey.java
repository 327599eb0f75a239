package io.palyra.connectors.lane.storage;

import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.protocol.ConnectorId;

/** What an operator sees of lanes. Reads on its own and may block. */
public interface LaneSurvey {

    /**
     * @param closed which directions take at most one message at a time now
     * @param now unix ms
     */
    BlockedLanes blocked(ConnectorId connectorId, Closed closed, long now);

    /** The same, of what waits for its own time or for an operator. */
    default BlockedLanes blocked(ConnectorId connectorId, long now) {
        return blocked(connectorId, Closed.NONE, now);
    }

    /** Directions whose due lanes have to wait ({@link Passage#isClosed}). */
    record Closed(boolean inbound, boolean outbound) {
        public static final Closed NONE = new Closed(false, false);
    }
}
