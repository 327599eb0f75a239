package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Of a database into which only this process writes: it counts in memory. */
final class OwnEventRows implements EventRows {

    /** The last number given to an event of a connector, and the kinds that its block is known to have. */
    private static final class Numbers {

        private final Set<String> kinds = new HashSet<>();
        private long last;

        Numbers(long last) {
            this.last = last;
        }

        long next() {
            last++;
            if (last % EventRows.BLOCK == 0) {
                kinds.clear();
            }
            return last;
        }
    }

    /** Committed, or of the transaction that is open; used by the writer only. */
    private final Map<ConnectorId, Numbers> numbers = new HashMap<>();

    private int era;

    @Override
    public void insert(Transaction transaction, ConnectorEvent event, long now) {
        if (SqlTransaction.era(transaction) != era) {
            era = SqlTransaction.era(transaction);
            numbers.clear();
        }
        String connectorId = event.connectorId().value();
        Numbers own = numbers.get(event.connectorId());
        if (own == null) {
            own = new Numbers(last(SqlTransaction.statements(transaction), connectorId));
            numbers.put(event.connectorId(), own);
        }
        long eventId = own.next();
        String type = event.type().wireName();
        String level = event.level().wireName();
        String kind = EventRows.kind(type, level);
        if (own.kinds.add(kind)) {
            SqlTransaction.statements(transaction)
                    .update("insert_kind_of_event", connectorId, kind, eventId / EventRows.BLOCK);
        }
        SqlTransaction.asks(transaction)
                .append(
                        "insert_event",
                        connectorId,
                        eventId,
                        type,
                        level,
                        event.message(),
                        EventRows.details(event),
                        now);
    }

    private static long last(Statements statements, String connectorId) {
        return statements.one("last_event_number", row -> row.getLong(1), connectorId);
    }
}
