package io.palyra.connectors.store;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.lane.storage.PutOffLane;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.transaction.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Lanes in SQL. A claim touches the due lanes and the first rows of each, so its cost does not grow with the backlog.
 *
 * <p>The two directions share the lane statements; what differs is the table that holds the rows.
 */
final class SqlLaneQueue implements LaneQueue {

    private static final String ENTER = """
            INSERT INTO lanes (direction, connector_id, conversation_id, due_at, used_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (direction, connector_id, conversation_id) DO UPDATE
               SET due_at = CASE WHEN lanes.held IS NULL THEN COALESCE(lanes.due_at, excluded.due_at) END,
                   used_at = excluded.used_at
            RETURNING lane_id""";

    private static final String CLAIM = """
            UPDATE lanes
               SET owner = ?, due_at = ?, claimed_at = ?,
                   interrupted = CASE WHEN owner IS NULL OR interrupted > 0 THEN interrupted ELSE claimed_at END
             WHERE lane_id IN (SELECT lane_id FROM lanes
                                WHERE direction = ? AND connector_id = ? AND due_at <= ? AND lane_id <> ?
                                ORDER BY due_at LIMIT ?)
            RETURNING lane_id, conversation_id, interrupted""";

    /** {@code %s} is the table of the rows. */
    private static final String CLAIM_UNTRIED = """
            UPDATE lanes
               SET owner = ?, due_at = ?, claimed_at = ?,
                   interrupted = CASE WHEN owner IS NULL OR interrupted > 0 THEN interrupted ELSE claimed_at END
             WHERE lane_id IN (SELECT l.lane_id
                                 FROM (SELECT lane_id FROM lanes
                                        WHERE direction = ? AND connector_id = ? AND due_at <= ? AND lane_id <> ?
                                        ORDER BY due_at DESC LIMIT 100) l
                                 JOIN %1$s r ON r.sequence = (SELECT MIN(sequence) FROM %1$s
                                                               WHERE lane_id = l.lane_id AND claimable = 1)
                                WHERE r.attempts + r.free_tries = 0 AND r.next_attempt_unix_ms IS NULL LIMIT ?)
            RETURNING lane_id, conversation_id, interrupted""";

    private static final String RENEW = "UPDATE lanes SET due_at = ? WHERE lane_id = ? AND owner = ?";

    private static final String IS_HELD = "SELECT 1 FROM lanes WHERE lane_id = ? AND owner = ?";

    private static final String EARLIEST_DUE = """
            SELECT due_at FROM lanes WHERE direction = ? AND connector_id = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1""";

    /** Not where an operator has meanwhile decided about the unknown outcome that was to hold it. */
    private static final String RELEASE_HELD = """
            UPDATE lanes SET owner = NULL, due_at = NULL, interrupted = 0, held = ?1
             WHERE lane_id = ?2 AND owner = ?3
               AND (?1 <> 'unknown_outcome'
                    OR EXISTS (SELECT 1 FROM outbox o
                                WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id
                                  AND o.state = 'unknown' AND o.claimable = 0))""";

    private static final String RESUME = """
            UPDATE lanes SET held = NULL, due_at = COALESCE(due_at, ?) WHERE lane_id = ?""";

    private static final String FIRST_NOT_BEFORE = """
            SELECT next_attempt_unix_ms FROM inbound WHERE lane_id = ? AND claimable = 1 ORDER BY sequence LIMIT 1""";

    /** The last lane of a step among those that wait, {@code ?3} for another time than now. */
    private static final String STEP_END = """
            SELECT due_at, lane_id FROM lanes
             WHERE direction = ?1 AND connector_id = ?2 AND due_at >= ?4 AND (due_at > ?4 OR lane_id > ?5) AND due_at > ?3
             ORDER BY due_at, lane_id LIMIT 1 OFFSET ?6""";

    /** By way of the few unknown outcomes, not of the many lanes that wait. */
    private static final String HASTEN_UNKNOWN = """
            UPDATE lanes SET due_at = ?2
             WHERE lane_id IN (SELECT lane_id FROM outbox
                                WHERE connector_id = ?1 AND state = 'unknown' AND claimable = 1 AND retry_class IS NOT 'rate_limit')
               AND owner IS NULL AND due_at > ?2""";

    /** Whatever was claimed when the last process ended: due at once, and marked as possibly handed over. */
    static final String RECOVER = """
            UPDATE lanes SET owner = NULL, due_at = ?,
                   interrupted = CASE WHEN interrupted > 0 THEN interrupted ELSE MAX(claimed_at, 1) END
             WHERE owner IS NOT NULL""";

    /** The statements that name the table of the rows. */
    private record RowSql(String rows, String release, String hasten) {

        static RowSql inbound() {
            return new RowSql("""
                    SELECT sequence, envelope_id, payload, attempts, free_tries, attempts_by_cause, created_at_unix_ms, NULL, NULL
                      FROM inbound
                     WHERE lane_id = ? AND claimable = 1 ORDER BY sequence LIMIT ?""", """
                    UPDATE lanes SET owner = NULL, interrupted = ?,
                           due_at = CASE WHEN EXISTS (SELECT 1 FROM inbound
                                                       WHERE inbound.lane_id = lanes.lane_id AND claimable = 1)
                                         THEN ? END
                     WHERE lane_id = ? AND owner = ?""", """
                    UPDATE lanes SET due_at = ?3
                     WHERE direction = ?1 AND connector_id = ?2 AND owner IS NULL AND due_at > ?3
                       AND due_at >= ?4 AND (due_at > ?4 OR lane_id > ?5)
                       AND due_at <= ?6 AND (due_at < ?6 OR lane_id <= ?7)
                       AND EXISTS (SELECT 1 FROM inbound i
                                    WHERE i.sequence = (SELECT MIN(sequence) FROM inbound j
                                                         WHERE j.lane_id = lanes.lane_id AND j.claimable = 1)
                                      AND i.next_attempt_unix_ms IS NOT NULL AND i.attempts + i.free_tries > 0)""");
        }

        static RowSql outbound() {
            return new RowSql("""
                    SELECT sequence, envelope_id, payload, attempts, free_tries, attempts_by_cause, created_at_unix_ms,
                           unknown_since_unix_ms, retry_class
                      FROM outbox
                     WHERE lane_id = ? AND claimable = 1 ORDER BY sequence LIMIT ?""", """
                    UPDATE lanes SET owner = NULL, interrupted = ?,
                           due_at = CASE WHEN EXISTS (SELECT 1 FROM outbox
                                                       WHERE outbox.lane_id = lanes.lane_id AND claimable = 1)
                                         THEN ? END
                     WHERE lane_id = ? AND owner = ?""", """
                    UPDATE lanes SET due_at = ?3
                     WHERE direction = ?1 AND connector_id = ?2 AND owner IS NULL AND due_at > ?3
                       AND due_at >= ?4 AND (due_at > ?4 OR lane_id > ?5)
                       AND due_at <= ?6 AND (due_at < ?6 OR lane_id <= ?7)
                       AND EXISTS (SELECT 1 FROM outbox o
                                    WHERE o.sequence = (SELECT MIN(sequence) FROM outbox p
                                                         WHERE p.lane_id = lanes.lane_id AND p.claimable = 1)
                                      AND (o.retry_class IN ('transient_network', 'connector_restarting')
                                           OR o.state = 'unknown' AND o.retry_class IS NOT 'rate_limit'))""");
        }
    }

    private final Direction direction;
    private final String directionName;
    private final RowSql sql;
    private final String claimUntried;

    SqlLaneQueue(Direction direction) {
        this.direction = direction;
        this.directionName = direction.name().toLowerCase(Locale.ROOT);
        this.sql = direction == Direction.INBOUND ? RowSql.inbound() : RowSql.outbound();
        this.claimUntried = CLAIM_UNTRIED.formatted(direction == Direction.INBOUND ? "inbound" : "outbox");
    }

    @Override
    public Direction direction() {
        return direction;
    }

    /** Finds or opens the lane and makes it due unless it is in hand, waiting or held. */
    long enter(Transaction transaction, ConnectorId connectorId, ConversationId conversationId, long now) {
        return enter(transaction, connectorId, conversationId, now, now);
    }

    /** @param dueAt when the lane is due, unless it has something to deliver before */
    long enter(Transaction transaction, ConnectorId connectorId, ConversationId conversationId, long dueAt, long now) {
        transaction.laneDue(direction, dueAt);
        return SqlTransaction.statements(transaction)
                .query(
                        ENTER,
                        row -> row.getLong(1),
                        directionName,
                        connectorId.value(),
                        conversationId.value(),
                        dueAt,
                        now)
                .get(0);
    }

    /** Wakes a lane that rests or is held. */
    void resume(Transaction transaction, long laneId, long now) {
        SqlTransaction.statements(transaction).update(RESUME, now, laneId);
        transaction.laneDue(direction, now);
    }

    @Override
    public List<ClaimedLane> claim(Transaction transaction, ConnectorId connectorId, Claim claim) {
        return claim(CLAIM, transaction, connectorId, claim);
    }

    @Override
    public List<ClaimedLane> claimUntried(Transaction transaction, ConnectorId connectorId, Claim claim) {
        return claim(claimUntried, transaction, connectorId, claim);
    }

    private List<ClaimedLane> claim(String statement, Transaction transaction, ConnectorId connectorId, Claim claim) {
        Statements statements = SqlTransaction.statements(transaction);
        List<ClaimedLane> due = statements.query(
                statement,
                row -> new ClaimedLane(
                        row.getLong(1),
                        connectorId,
                        new ConversationId(row.getString(2)),
                        claim.owner(),
                        row.getLong(3),
                        List.of()),
                claim.owner(),
                claim.leaseUntil(),
                claim.now(),
                directionName,
                connectorId.value(),
                claim.now(),
                claim.otherThan(),
                claim.lanes());
        List<ClaimedLane> claimed = new ArrayList<>(due.size());
        for (ClaimedLane lane : due) {
            List<LaneEntry> rows = isPutOff(lane)
                    ? firstPutOff(transaction, lane, claim.now())
                    : rows(transaction, lane, claim.rowsPerLane());
            if (rows.isEmpty()) {
                release(transaction, lane, LaneStep.NEXT, claim.now());
            } else {
                claimed.add(lane.with(rows));
            }
        }
        return claimed;
    }

    /** Each message of such a lane waits for its own time. */
    private boolean isPutOff(ClaimedLane lane) {
        return direction == Direction.INBOUND && PutOffLane.is(lane.conversationId());
    }

    @Override
    public List<LaneEntry> next(Transaction transaction, ClaimedLane lane, int rows) {
        return isPutOff(lane) ? List.of() : rows(transaction, lane, rows);
    }

    /** None where the lane is due before its first message is. */
    private List<LaneEntry> firstPutOff(Transaction transaction, ClaimedLane lane, long now) {
        return firstNotBefore(SqlTransaction.statements(transaction), lane) > now
                ? List.of()
                : rows(transaction, lane, 1);
    }

    private List<LaneEntry> rows(Transaction transaction, ClaimedLane lane, int rows) {
        return SqlTransaction.statements(transaction)
                .query(
                        sql.rows(),
                        row -> new LaneEntry(
                                row.getLong(1),
                                new EnvelopeId(row.getString(2)),
                                row.getString(3),
                                Tries.read(row.getInt(4), row.getInt(5), row.getString(6)),
                                row.getLong(7),
                                Statements.nullableLong(row, 8),
                                SqlOutboxStore.retryClass(row.getString(9))),
                        lane.laneId(),
                        rows);
    }

    @Override
    public void release(Transaction transaction, ClaimedLane lane, LaneStep step, long now) {
        Statements statements = SqlTransaction.statements(transaction);
        if (step instanceof LaneStep.Hold hold
                && statements.update(
                                RELEASE_HELD,
                                hold.reason().name().toLowerCase(Locale.ROOT),
                                lane.laneId(),
                                lane.owner())
                        == 1) {
            return;
        }
        long dueAt = now;
        long interruptedSince = 0;
        if (step instanceof LaneStep.WaitUntil wait) {
            dueAt = wait.time().unixMs();
        } else if (step instanceof LaneStep.GiveBack back) {
            dueAt = back.notBefore() == null
                    ? now
                    : Math.max(now, back.notBefore().unixMs());
            interruptedSince = lane.interruptedSince();
        } else if (isPutOff(lane)) {
            dueAt = Math.max(now, firstNotBefore(statements, lane));
        }
        statements.update(sql.release(), interruptedSince, dueAt, lane.laneId(), lane.owner());
        transaction.laneDue(direction, dueAt);
    }

    private long firstNotBefore(Statements statements, ClaimedLane lane) {
        return statements
                .first(FIRST_NOT_BEFORE, row -> row.getLong(1), lane.laneId())
                .orElse(0L);
    }

    @Override
    public void renew(Transaction transaction, Collection<ClaimedLane> lanes, long leaseUntil) {
        Statements statements = SqlTransaction.statements(transaction);
        lanes.forEach(lane -> statements.update(RENEW, leaseUntil, lane.laneId(), lane.owner()));
    }

    @Override
    public boolean isHeld(Transaction transaction, ClaimedLane lane) {
        return SqlTransaction.statements(transaction)
                .first(IS_HELD, row -> true, lane.laneId(), lane.owner())
                .isPresent();
    }

    @Override
    public long earliestDue(Transaction transaction, ConnectorId connectorId) {
        return SqlTransaction.statements(transaction)
                .first(EARLIEST_DUE, row -> row.getLong(1), directionName, connectorId.value())
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public Step hasten(Transaction transaction, ConnectorId connectorId, Step after, int lanes, long now) {
        Statements statements = SqlTransaction.statements(transaction);
        Step end = statements
                .first(
                        STEP_END,
                        row -> new Step(row.getLong(1), row.getLong(2)),
                        directionName,
                        connectorId.value(),
                        now,
                        after.dueAt(),
                        after.laneId(),
                        lanes - 1)
                .orElse(Step.LAST);
        int hastened = statements.update(
                sql.hasten(),
                directionName,
                connectorId.value(),
                now,
                after.dueAt(),
                after.laneId(),
                end.dueAt(),
                end.laneId());
        due(transaction, hastened, now);
        return end;
    }

    @Override
    public void hastenUnknown(Transaction transaction, ConnectorId connectorId, long now) {
        if (direction == Direction.OUTBOUND) {
            due(
                    transaction,
                    SqlTransaction.statements(transaction).update(HASTEN_UNKNOWN, connectorId.value(), now),
                    now);
        }
    }

    private void due(Transaction transaction, int lanes, long now) {
        if (lanes > 0) {
            transaction.laneDue(direction, now);
        }
    }
}
