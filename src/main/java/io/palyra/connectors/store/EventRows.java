package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Writes events, each with the next number of its connector. Numbers rise in the order of the commits, and none is given to two
 * events, also where the first of them has been purged: who has read up to a number misses nothing that has a lower one.
 */
interface EventRows {

    void insert(Transaction transaction, ConnectorEvent event, long now);

    /** As JSON; null where there are none. */
    static @Nullable String details(ConnectorEvent event) {
        return event.details().isEmpty() ? null : WireFormat.write(event.details());
    }
}
