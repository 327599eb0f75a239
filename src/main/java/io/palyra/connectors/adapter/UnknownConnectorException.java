package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import org.apiguardian.api.API;

/** No instance has this id. */
@API(status = API.Status.STABLE)
public class UnknownConnectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownConnectorException(ConnectorId connectorId) {
        super("connector " + connectorId + " is not registered");
    }

    /** @param reason what is the matter with it, and the way out */
    public UnknownConnectorException(ConnectorId connectorId, String reason) {
        super("connector " + connectorId + " " + reason);
    }
}
