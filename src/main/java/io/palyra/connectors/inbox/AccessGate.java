package io.palyra.connectors.inbox;

import io.palyra.connectors.protocol.ConnectorId;

/** Which instances let everybody in. */
@FunctionalInterface
public interface AccessGate {

    /** False where a message of the instance comes in only after somebody has decided about its sender. Never blocks. */
    boolean isOpenToAll(ConnectorId connectorId);
}
