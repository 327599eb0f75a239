package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.HashMap;
import java.util.Map;

/** Of a database into which only this process writes: it counts in memory. */
final class OwnEventRows implements EventRows {

    /** The last number given to an event of a connector, committed or not; used by the writer only. */
    private final Map<ConnectorId, Long> lastIds = new HashMap<>();

    private final RecentBlocks blocks;
    private int connection;

    OwnEventRows(RecentBlocks blocks) {
        this.blocks = blocks;
    }

    @Override
    public void insert(Transaction transaction, ConnectorEvent event, long now) {
        if (SqlTransaction.connection(transaction) != connection) {
            // Another program may have had the store meanwhile
            connection = SqlTransaction.connection(transaction);
            lastIds.clear();
            blocks.forget();
        }
        Long last = lastIds.get(event.connectorId());
        long eventId = 1 + (last == null ? last(SqlTransaction.statements(transaction), event.connectorId()) : last);
        lastIds.put(event.connectorId(), eventId);
        blocks.appended(event.connectorId(), eventId, event.envelopeId());
        SqlTransaction.asks(transaction)
                .append(
                        "insert_event",
                        event.connectorId().value(),
                        eventId,
                        event.type().wireName(),
                        event.level().wireName(),
                        event.message(),
                        event.detailsAsJson(),
                        now);
    }

    private static long last(Statements statements, ConnectorId connectorId) {
        return statements.one("last_event_number", row -> row.getLong(1), connectorId.value());
    }
}
