package io.palyra.connectors.supervisor;

import io.palyra.connectors.lane.Transaction;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Map;

/** Keeps how far connectors have read. */
public interface CursorRows {

    /** Reads on its own. */
    Map<String, String> positions(ConnectorId connectorId);

    void move(Transaction transaction, ConnectorId connectorId, String stream, String position, long now);
}
