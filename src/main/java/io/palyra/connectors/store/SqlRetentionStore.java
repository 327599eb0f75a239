package io.palyra.connectors.store;

import io.palyra.connectors.retention.RetentionStore;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Purges in SQL. */
final class SqlRetentionStore implements RetentionStore {

    /** The next rows in the order in which they were stored, settled or not. */
    private static final String NEXT_OUTBOUND = """
            SELECT COUNT(*), MAX(sequence), MAX(created_at_unix_ms), MAX(settled_at_unix_ms)
              FROM (SELECT sequence, created_at_unix_ms, settled_at_unix_ms FROM outbox
                     WHERE sequence > ? ORDER BY sequence LIMIT ?)""";

    private static final String NEXT_INBOUND = """
            SELECT COUNT(*), MAX(sequence), MAX(created_at_unix_ms), MAX(settled_at_unix_ms)
              FROM (SELECT sequence, created_at_unix_ms, settled_at_unix_ms FROM inbound
                     WHERE sequence > ? ORDER BY sequence LIMIT ?)""";

    /** Stamped while the clock was ahead: they would be kept until it shows that time again, and all that came after them too. */
    private static final String FUTURE_OUTBOUND = """
            UPDATE outbox SET created_at_unix_ms = MIN(created_at_unix_ms, ?1), settled_at_unix_ms = MIN(settled_at_unix_ms, ?1)
             WHERE sequence > ?2 AND sequence <= ?3 AND (created_at_unix_ms > ?1 OR settled_at_unix_ms > ?1)""";

    private static final String FUTURE_INBOUND = """
            UPDATE inbound SET created_at_unix_ms = MIN(created_at_unix_ms, ?1), settled_at_unix_ms = MIN(settled_at_unix_ms, ?1)
             WHERE sequence > ?2 AND sequence <= ?3 AND (created_at_unix_ms > ?1 OR settled_at_unix_ms > ?1)""";

    private static final String FUTURE_DEAD_LETTERS = """
            UPDATE dead_letters SET created_at_unix_ms = ?1 WHERE dead_letter_id IN (
                SELECT dead_letter_id FROM dead_letters WHERE created_at_unix_ms > ?2 LIMIT ?3)""";

    private static final String DELIVERED = """
            DELETE FROM outbox
             WHERE sequence > ? AND sequence <= ? AND state = 'delivered' AND settled_at_unix_ms < ?""";

    private static final String DEAD_OUTBOUND = """
            DELETE FROM outbox
             WHERE sequence > ? AND sequence <= ? AND state = 'dead' AND settled_at_unix_ms < ?""";

    /**
     * A message that the platform may give again is kept, or the daemon would be asked a second time. The index is named,
     * as the planner goes through all cursors of the connector otherwise.
     */
    private static final String NOT_GIVEN_AGAIN = """
             AND NOT EXISTS (SELECT 1 FROM lanes l JOIN connector_cursors c INDEXED BY connector_cursors_by_conversation
                                ON c.connector_id = l.connector_id AND c.conversation_id = l.conversation_id
                              WHERE l.lane_id = inbound.lane_id
                                AND c.read_again_from_unix_ms <= json_extract(inbound.payload, '$.received_at_unix_ms'))
             AND NOT EXISTS (SELECT 1 FROM connector_cursors c INDEXED BY connector_cursors_by_conversation
                              WHERE c.connector_id = inbound.connector_id AND c.conversation_id = ''
                                AND c.read_again_from_unix_ms <= json_extract(inbound.payload, '$.received_at_unix_ms'))""";

    private static final String INBOUND = """
            DELETE FROM inbound
             WHERE sequence > ? AND sequence <= ? AND state IN ('routed', 'not_routed') AND settled_at_unix_ms < ?
            """ + NOT_GIVEN_AGAIN;

    private static final String DEAD_INBOUND = """
            DELETE FROM inbound
             WHERE sequence > ? AND sequence <= ? AND state = 'dead' AND settled_at_unix_ms < ?
            """ + NOT_GIVEN_AGAIN;

    private static final String DEAD_LETTERS = """
            DELETE FROM dead_letters WHERE dead_letter_id IN (
                SELECT dead_letter_id FROM dead_letters WHERE created_at_unix_ms < ?
                 ORDER BY created_at_unix_ms LIMIT ?)""";

    /** Each connector with events, found by a step from one to the next. */
    static final String CONNECTORS_WITH_EVENTS = """
            WITH RECURSIVE found(id) AS (
                SELECT MIN(connector_id) FROM connector_events
                UNION ALL
                SELECT (SELECT MIN(connector_id) FROM connector_events WHERE connector_id > found.id)
                  FROM found WHERE found.id IS NOT NULL)
            SELECT id FROM found WHERE id IS NOT NULL""";

    /** Events are in the order of time: only the oldest are looked at. */
    private static final String EVENTS = """
            DELETE FROM connector_events
             WHERE connector_id = ?1 AND created_at_unix_ms < ?2 AND event_id IN (
                SELECT event_id FROM connector_events WHERE connector_id = ?1 ORDER BY event_id LIMIT ?3)""";

    private static final String FUTURE_EVENTS = """
            UPDATE connector_events SET created_at_unix_ms = ?2
             WHERE connector_id = ?1 AND created_at_unix_ms > ?3 AND event_id IN (
                SELECT event_id FROM connector_events WHERE connector_id = ?1 ORDER BY event_id LIMIT ?4)""";

    /** The events behind such a position are gone, all of them. */
    private static final String GONE_POSITIONS = """
            DELETE FROM event_positions WHERE route_id IN (
                SELECT route_id FROM event_readers WHERE seen_at_unix_ms < ?)""";

    private static final String GONE_READERS = "DELETE FROM event_readers WHERE seen_at_unix_ms < ?";

    /** A stamp that is further ahead of the clock was made while the clock was wrong. */
    private static final long AHEAD_MS = 60_000;

    private final Walk delivered = new Walk(NEXT_OUTBOUND, FUTURE_OUTBOUND, DELIVERED);
    private final Walk deadOutbound = new Walk(NEXT_OUTBOUND, FUTURE_OUTBOUND, DEAD_OUTBOUND);
    private final Walk inbound = new Walk(NEXT_INBOUND, FUTURE_INBOUND, INBOUND);
    private final Walk deadInbound = new Walk(NEXT_INBOUND, FUTURE_INBOUND, DEAD_INBOUND);

    /**
     * Goes through a table in the order in which its rows were stored, a few at a time, up to the first that is too young,
     * and begins anew. That needs no index of its own, which every message would have to pay for.
     */
    private static final class Walk {

        private record Step(int rows, long last, long youngest, long lastSettled) {

            boolean isAhead(long now) {
                return Math.max(youngest, lastSettled) > now + AHEAD_MS;
            }
        }

        private final String next;
        private final String future;
        private final String delete;
        private long position;

        Walk(String next, String future, String delete) {
            this.next = next;
            this.future = future;
            this.delete = delete;
        }

        /** @return how many rows were looked at; fewer than the limit: it begins anew */
        int step(Statements statements, long now, long beforeUnixMs, int limit) {
            Step step = statements.one(
                    next,
                    row -> new Step(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                    position,
                    limit);
            if (step.isAhead(now)) {
                statements.update(future, now, position, step.last());
            }
            statements.update(delete, position, step.last(), beforeUnixMs);
            boolean more = step.rows() == limit && step.youngest() < beforeUnixMs;
            position = more ? step.last() : 0;
            return more ? limit : Math.min(step.rows(), limit - 1);
        }
    }

    /**
     * An unknown outcome keeps its lane: an operator may still have the message sent again. So does a cursor: rows of its
     * overlap say by their lane whose they are.
     */
    private static final String IDLE = """
            due_at IS NULL AND owner IS NULL AND held IS NULL AND used_at < ?
               AND NOT EXISTS (SELECT 1 FROM outbox o
                                WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id AND o.state = 'unknown')
               AND (direction = 'outbound'
                    OR NOT EXISTS (SELECT 1 FROM connector_cursors c INDEXED BY connector_cursors_by_conversation
                                    WHERE c.connector_id = lanes.connector_id AND c.conversation_id = lanes.conversation_id))""";

    private static final String IDLE_LANES = "SELECT lane_id FROM lanes WHERE " + IDLE + " LIMIT ?";

    private static final String PURGE_LANE = "DELETE FROM lanes WHERE lane_id = ? AND " + IDLE;

    private final Reader reader;
    private final Clock clock;
    private final StoredTime time;

    SqlRetentionStore(Reader reader, Clock clock, StoredTime time) {
        this.reader = reader;
        this.clock = clock;
        this.time = time;
    }

    @Override
    public long olderThan(Duration age) {
        return time.before(clock.millis(), age);
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
        return delivered.step(SqlTransaction.statements(transaction), clock.millis(), beforeUnixMs, limit);
    }

    @Override
    public int purgeInbound(Transaction transaction, long beforeUnixMs, int limit) {
        return inbound.step(SqlTransaction.statements(transaction), clock.millis(), beforeUnixMs, limit);
    }

    @Override
    public int purgeDead(Transaction transaction, long beforeUnixMs, int limit) {
        Statements statements = SqlTransaction.statements(transaction);
        long now = clock.millis();
        statements.update(FUTURE_DEAD_LETTERS, now, now + AHEAD_MS, limit);
        int letters = statements.update(DEAD_LETTERS, beforeUnixMs, limit);
        int rows = Math.max(
                deadOutbound.step(statements, now, beforeUnixMs, limit),
                deadInbound.step(statements, now, beforeUnixMs, limit));
        return Math.max(letters, rows);
    }

    @Override
    public int purgeEvents(Transaction transaction, long beforeUnixMs, int limit) {
        Statements statements = SqlTransaction.statements(transaction);
        long now = clock.millis();
        statements.update(GONE_POSITIONS, beforeUnixMs);
        statements.update(GONE_READERS, beforeUnixMs);
        return statements.query(CONNECTORS_WITH_EVENTS, row -> row.getString(1)).stream()
                .mapToInt(connector -> {
                    statements.update(FUTURE_EVENTS, connector, now, now + AHEAD_MS, limit);
                    return statements.update(EVENTS, connector, beforeUnixMs, limit);
                })
                .max()
                .orElse(0);
    }
}
