package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;

/** The port that takes calls for connectors, in the registry of the context where there is one. */
public interface WebhookPort {

    /** What the paths of connectors begin with. */
    String PATH = "/connectors";

    /** Where the calls for an instance come in. */
    static String path(ConnectorId connectorId) {
        return PATH + "/" + connectorId.kind() + "/" + connectorId.name();
    }

    /** The port; -1 until it is open. */
    int port();
}
