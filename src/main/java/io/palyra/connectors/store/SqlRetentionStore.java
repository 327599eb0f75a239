package io.palyra.connectors.store;

import io.palyra.connectors.lane.Transaction;
import io.palyra.connectors.retention.RetentionStore;

/** Purges in SQL. */
final class SqlRetentionStore implements RetentionStore {

    private static final String DELIVERED = """
            DELETE FROM outbox WHERE sequence IN (
                SELECT sequence FROM outbox WHERE settled_at_unix_ms < ? AND state = 'delivered'
                 ORDER BY settled_at_unix_ms LIMIT ?)""";

    private static final String INBOUND = """
            DELETE FROM inbound WHERE sequence IN (
                SELECT sequence FROM inbound WHERE settled_at_unix_ms < ? AND state <> 'dead'
                 ORDER BY settled_at_unix_ms LIMIT ?)""";

    private static final String DEAD_OUTBOUND = """
            DELETE FROM outbox WHERE sequence IN (
                SELECT sequence FROM outbox WHERE settled_at_unix_ms < ? AND state = 'dead'
                 ORDER BY settled_at_unix_ms LIMIT ?)""";

    private static final String DEAD_INBOUND = """
            DELETE FROM inbound WHERE sequence IN (
                SELECT sequence FROM inbound WHERE settled_at_unix_ms < ? AND state = 'dead'
                 ORDER BY settled_at_unix_ms LIMIT ?)""";

    private static final String DEAD_LETTERS = """
            DELETE FROM dead_letters WHERE dead_letter_id IN (
                SELECT dead_letter_id FROM dead_letters WHERE created_at_unix_ms < ?
                 ORDER BY created_at_unix_ms LIMIT ?)""";

    /** Events are in the order of time: only the oldest are looked at. */
    private static final String EVENTS = """
            DELETE FROM connector_events WHERE event_id IN (
                SELECT event_id FROM (SELECT event_id, created_at_unix_ms FROM connector_events ORDER BY event_id LIMIT ?)
                 WHERE created_at_unix_ms < ?)""";

    @Override
    public int purgeDelivered(Transaction transaction, long beforeUnixMs, int limit) {
        return SqlTransaction.statements(transaction).update(DELIVERED, beforeUnixMs, limit);
    }

    @Override
    public int purgeInbound(Transaction transaction, long beforeUnixMs, int limit) {
        return SqlTransaction.statements(transaction).update(INBOUND, beforeUnixMs, limit);
    }

    @Override
    public int purgeDead(Transaction transaction, long beforeUnixMs, int limit) {
        Statements statements = SqlTransaction.statements(transaction);
        int outbound = statements.update(DEAD_OUTBOUND, beforeUnixMs, limit);
        int inbound = statements.update(DEAD_INBOUND, beforeUnixMs, limit);
        int letters = statements.update(DEAD_LETTERS, beforeUnixMs, limit);
        return Math.max(letters, Math.max(outbound, inbound));
    }

    @Override
    public int purgeEvents(Transaction transaction, long beforeUnixMs, int limit) {
        return SqlTransaction.statements(transaction).update(EVENTS, limit, beforeUnixMs);
    }
}
