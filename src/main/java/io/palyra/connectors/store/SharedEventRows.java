package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.transaction.Transaction;

/**
 * Of a database into which several processes write: the statement that inserts the events of a group takes their numbers from a
 * row of each connector ({@code event_numbers}), in the trip of the commit. Who takes the next ones waits until this transaction
 * has ended, so a number is seen only once all lower ones are. What is rolled back has taken none; no other is given again.
 */
final class SharedEventRows implements EventRows {

    @Override
    public void insert(Transaction transaction, ConnectorEvent event, long now) {
        SqlTransaction.asks(transaction)
                .append(
                        "insert_event",
                        event.connectorId().value(),
                        event.type().wireName(),
                        event.level().wireName(),
                        event.message(),
                        event.detailsAsJson(),
                        now);
    }
}
