package io.palyra.connectors.lane;

import io.palyra.connectors.protocol.ConnectorId;

/** What an operator sees of lanes. Reads on its own and may block. */
public interface LaneSurvey {

    /** @param now unix ms */
    BlockedLanes blocked(ConnectorId connectorId, long now);
}
