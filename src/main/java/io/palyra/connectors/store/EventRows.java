package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.transaction.Transaction;

/**
 * Writes events, each with the next number of its connector. Numbers rise in the order of the commits: who has read up to one
 * misses nothing that has a lower one. A number that a route remembers is not given again, also where its event was purged.
 */
interface EventRows {

    void insert(Transaction transaction, ConnectorEvent event, long now);
}
