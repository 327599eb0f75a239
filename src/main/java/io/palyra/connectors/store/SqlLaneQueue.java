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

    private final Direction direction;
    private final String directionName;
    private final String claimUntried;
    private final String firstRows;
    private final String release;
    private final String hasten;

    SqlLaneQueue(Direction direction) {
        this.direction = direction;
        this.directionName = direction.name().toLowerCase(Locale.ROOT);
        String table = direction == Direction.INBOUND ? "inbound" : "outbox";
        this.claimUntried = "claim_untried_lanes." + table;
        this.firstRows = "first_" + table + "_of_lane";
        this.release = "release_lane." + table;
        this.hasten = "hasten_" + table + "_lanes";
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
                        "enter_lane",
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
        SqlTransaction.statements(transaction).update("wake_lane", now, laneId);
        transaction.laneDue(direction, now);
    }

    @Override
    public List<ClaimedLane> claim(Transaction transaction, ConnectorId connectorId, Claim claim) {
        return claim("claim_lanes", transaction, connectorId, claim);
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
                        firstRows,
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
                                "hold_lane", hold.reason().name().toLowerCase(Locale.ROOT), lane.laneId(), lane.owner())
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
        statements.update(release, interruptedSince, dueAt, lane.laneId(), lane.owner());
        transaction.laneDue(direction, dueAt);
    }

    private long firstNotBefore(Statements statements, ClaimedLane lane) {
        return statements
                .first("first_not_before", row -> row.getLong(1), lane.laneId())
                .orElse(0L);
    }

    @Override
    public void renew(Transaction transaction, Collection<ClaimedLane> lanes, long leaseUntil) {
        Statements statements = SqlTransaction.statements(transaction);
        lanes.forEach(lane -> statements.update("renew_lane", leaseUntil, lane.laneId(), lane.owner()));
    }

    @Override
    public boolean isHeld(Transaction transaction, ClaimedLane lane) {
        return SqlTransaction.statements(transaction)
                .first("is_lane_held", row -> true, lane.laneId(), lane.owner())
                .isPresent();
    }

    @Override
    public long earliestDue(Transaction transaction, ConnectorId connectorId) {
        return SqlTransaction.statements(transaction)
                .first("earliest_due", row -> row.getLong(1), directionName, connectorId.value())
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public Step hasten(Transaction transaction, ConnectorId connectorId, Step after, int lanes, long now) {
        Statements statements = SqlTransaction.statements(transaction);
        Step end = statements
                .first(
                        "end_of_step",
                        row -> new Step(row.getLong(1), row.getLong(2)),
                        directionName,
                        connectorId.value(),
                        now,
                        after.dueAt(),
                        after.laneId(),
                        lanes - 1)
                .orElse(Step.LAST);
        int hastened = statements.update(
                hasten,
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
                    SqlTransaction.statements(transaction).update("hasten_unknown", connectorId.value(), now),
                    now);
        }
    }

    private void due(Transaction transaction, int lanes, long now) {
        if (lanes > 0) {
            transaction.laneDue(direction, now);
        }
    }
}
