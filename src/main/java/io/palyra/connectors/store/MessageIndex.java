package io.palyra.connectors.store;

import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.List;

/** Finds events by the message that they are about. */
interface MessageIndex {

    /** What comes behind the id of a message in those of its parts and of the answers to it. */
    char PART = ':';

    /** Events about a message, its parts and the answers to it, newest first; the filter's other terms are looked at. */
    List<LoggedEvent> newest(
            Statements statements, ConnectorId connectorId, String envelopeId, EventFilter filter, int limit);

    /** The oldest events of a connector were deleted, in the same transaction. */
    default void purged(Statements statements, String connectorId) {
        // The database does that
    }
}
