package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;

/** Which connector instances a route may name. */
@FunctionalInterface
public interface KnownConnectors {

    /**
     * Called when an endpoint is made, at a start and at each reload, so that a route with a slip is refused as a whole.
     *
     * @throws UnknownConnectorException naming the connector and the ways out
     */
    void require(ConnectorId connectorId);
}
