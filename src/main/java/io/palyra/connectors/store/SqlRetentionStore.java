package io.palyra.connectors.store;

import io.palyra.connectors.retention.RetentionStore;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Purges in SQL. */
final class SqlRetentionStore implements RetentionStore {

    /** A stamp that is further ahead of the clock was made while the clock was wrong. */
    private static final long AHEAD_MS = 60_000;

    private final Walk delivered = new Walk("outbox", "purge_delivered");
    private final Walk deadOutbound = new Walk("outbox", "purge_dead_outbox");
    private final Walk inbound = new Walk("inbound", "purge_settled_inbound");
    private final Walk deadInbound = new Walk("inbound", "purge_dead_inbound");

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

        Walk(String table, String delete) {
            this.next = "next_to_purge." + table;
            this.future = "stamp_from_the_future." + table;
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

    private final Reader reader;
    private final Clock clock;
    private final StoredTime time;
    private final MessageIndex index;

    SqlRetentionStore(Reader reader, Clock clock, StoredTime time, MessageIndex index) {
        this.reader = reader;
        this.clock = clock;
        this.time = time;
        this.index = index;
    }

    @Override
    public long olderThan(Duration age) {
        return time.before(clock.millis(), age);
    }

    @Override
    public List<Long> idleLanes(long beforeUnixMs, int limit) {
        return reader.read(statements -> statements.query("idle_lanes", row -> row.getLong(1), beforeUnixMs, limit));
    }

    @Override
    public int purgeLanes(Transaction transaction, List<Long> lanes, long beforeUnixMs) {
        Statements statements = SqlTransaction.statements(transaction);
        SqlTransaction.asks(transaction).known().ifPresent(KnownRows::forgetLanes);
        return lanes.stream()
                .mapToInt(lane -> statements.update("purge_lane", lane, beforeUnixMs))
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
        statements.update("dead_letters_from_the_future", now, now + AHEAD_MS, limit);
        int letters = statements.update("purge_dead_letters", beforeUnixMs, limit);
        int rows = Math.max(
                deadOutbound.step(statements, now, beforeUnixMs, limit),
                deadInbound.step(statements, now, beforeUnixMs, limit));
        return Math.max(letters, rows);
    }

    @Override
    public int purgeEvents(Transaction transaction, long beforeUnixMs, int limit) {
        Statements statements = SqlTransaction.statements(transaction);
        long now = clock.millis();
        statements.update("forget_gone_positions", beforeUnixMs);
        statements.update("forget_gone_readers", beforeUnixMs);
        statements.update("forget_finished_jobs", beforeUnixMs);
        statements.update("forget_settled_approvals", beforeUnixMs);
        return statements.query("connectors_with_events", row -> row.getString(1)).stream()
                .mapToInt(connector -> purgeEvents(statements, connector, now, beforeUnixMs, limit))
                .max()
                .orElse(0);
    }

    private int purgeEvents(Statements statements, String connector, long now, long beforeUnixMs, int limit) {
        OldestEvents oldest = oldestEvents(statements, connector, beforeUnixMs, limit);
        if (oldest.youngest() > now + AHEAD_MS) {
            statements.update("events_from_the_future", connector, now, oldest.last(), now + AHEAD_MS);
            oldest = oldestEvents(statements, connector, beforeUnixMs, limit);
        }
        int purged = statements.update("purge_events", connector, oldest.lastToGo());
        index.purged(statements, connector);
        return purged;
    }

    /** @param lastToGo 0 where none is old enough */
    private record OldestEvents(long last, long youngest, long lastToGo) {}

    private static OldestEvents oldestEvents(Statements statements, String connector, long beforeUnixMs, int limit) {
        return statements.one(
                "oldest_events",
                row -> new OldestEvents(row.getLong(1), row.getLong(2), row.getLong(3)),
                connector,
                beforeUnixMs,
                limit);
    }

    @Override
    public int purgeStatistics(Transaction transaction, long beforeUnixMs) {
        Statements statements = SqlTransaction.statements(transaction);
        return statements.update("purge_minutes.message_minutes", beforeUnixMs)
                + statements.update("purge_minutes.program_minutes", beforeUnixMs);
    }
}
