package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Writes events, each with the next number of its connector. Numbers rise in the order of the commits: who has read up to one
 * misses nothing that has a lower one. A number that a route remembers is not given again, also where its event was purged.
 */
interface EventRows {

    void insert(Transaction transaction, ConnectorEvent event, long now);

    /** As JSON; null where there are none. */
    static @Nullable String details(ConnectorEvent event) {
        return event.details().isEmpty() ? null : WireFormat.write(event.details());
    }
}
