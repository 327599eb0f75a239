package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Principal;

/** What the inbox asks and tells about the connectors that its messages come from. Thread safe, never blocks. */
public interface InboundSources {

    /** @throws UnknownConnectorException where there is no such instance */
    Principal principal(ConnectorId connectorId);

    void received(ConnectorId connectorId, long unixMs);

    /** The daemon has answered a message of it. */
    void answered(ConnectorId connectorId);

    void failed(ConnectorId connectorId, String reason);
}
