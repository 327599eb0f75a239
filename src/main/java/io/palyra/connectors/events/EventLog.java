package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.List;

/** Keeps events until their retention ends. */
public interface EventLog {

    /** Writes an event in the caller's transaction, so that the log says what the store says. */
    void append(Transaction transaction, ConnectorEvent event);

    /** The latest events of a connector, newest first. Reads on its own; may block. */
    default List<LoggedEvent> latest(ConnectorId connectorId, int limit) {
        return latest(connectorId, EventFilter.ANY, limit);
    }

    /** The latest events of a connector that the filter lets through, newest first. Reads on its own; may block. */
    List<LoggedEvent> latest(ConnectorId connectorId, EventFilter filter, int limit);
}
