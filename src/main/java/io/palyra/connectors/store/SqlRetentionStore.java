package io.palyra.connectors.store;

import io.palyra.connectors.lane.Transaction;
import io.palyra.connectors.retention.RetentionStore;
import java.util.List;

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

    /** An unknown outcome keeps its lane: an operator may still have the message sent again. */
    private static final String IDLE = """
            due_at IS NULL AND owner IS NULL AND held IS NULL AND used_at < ?
               AND NOT EXISTS (SELECT 1 FROM outbox o
                                WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id AND o.state = 'unknown')""";

    private static final String IDLE_LANES = "SELECT lane_id FROM lanes WHERE " + IDLE + " LIMIT ?";

    private static final String PURGE_LANE = "DELETE FROM lanes WHERE lane_id = ? AND " + IDLE;

    private final Reader reader;

    SqlRetentionStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<Long> idleLanes(long beforeUnixMs, int limit) {
        return reader.read(statements -> statements.query(IDLE_LANES, row -> row.getLong(1), beforeUnixMs, limit));
    }

    @Override
    public int purgeLanes(Transaction transaction, List<Long> lanes, long beforeUnixMs) {
        Statements statements = SqlTransaction.statements(transaction);
        return lanes.stream()
                .mapToInt(lane -> statements.update(PURGE_LANE, lane, beforeUnixMs))
                .sum();
    }

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
