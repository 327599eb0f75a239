package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps how far connectors have read. */
public interface CursorRows {

    /** Reads on its own. */
    Map<String, String> positions(ConnectorId connectorId);

    /**
     * Does nothing where the instance has been removed.
     *
     * @param overlap what of the inbox retention leaves alone meanwhile
     */
    void move(
            Transaction transaction,
            ConnectorId connectorId,
            String stream,
            String position,
            @Nullable ReadAgain overlap,
            long now);

    void forget(Transaction transaction, ConnectorId connectorId, String stream);
}
