package io.palyra.connectors.store;

import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.store.Asks.Turn;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lanes in SQL. A claim touches the due lanes and the first rows of each, so its cost does not grow with the backlog.
 *
 * <p>The two directions share the lane statements; what differs is the table that holds the rows.
 */
final class SqlLaneQueue implements LaneQueue {

    private final Direction direction;
    private final String directionName;
    private final String claimUntried;
    private final String rest;
    private final String release;
    private final String hasten;
    private final SqlLaneRows rows;

    SqlLaneQueue(Direction direction) {
        this.direction = direction;
        this.directionName = Statements.word(direction);
        String table = direction == Direction.INBOUND ? "inbound" : "outbox";
        this.claimUntried = "claim_untried_lanes." + table;
        this.rest = "rest_lane." + table;
        this.release = "release_lane." + table;
        this.hasten = "hasten_" + table + "_lanes";
        this.rows = new SqlLaneRows(direction, table);
    }

    @Override
    public Direction direction() {
        return direction;
    }

    /** Opens the lane where it is new, and makes it due unless it is in hand, waiting or held. */
    void enter(Transaction transaction, ConnectorId connectorId, ConversationId conversationId, long now) {
        enter(transaction, connectorId, conversationId, now, now);
    }

    /** @param dueAt when the lane is due, unless it has something to deliver before */
    void enter(Transaction transaction, ConnectorId connectorId, ConversationId conversationId, long dueAt, long now) {
        Asks asks = SqlTransaction.asks(transaction);
        Optional<KnownRows> known = asks.known();
        if (known.isPresent()) {
            enter(transaction, asks, known.get(), new LaneName(direction, connectorId, conversationId), dueAt, now);
            return;
        }
        transaction.laneDue(direction, dueAt);
        asks.inTurn();
        asks.bind(directionName, connectorId.value(), conversationId.value());
        tellOwner(asks, connectorId);
        asks.write(Turn.FIRST, "enter_lane", directionName, connectorId.value(), conversationId.value(), dueAt, now);
    }

    private void enter(Transaction transaction, Asks asks, KnownRows known, LaneName lane, long dueAt, long now) {
        if (!known.isInHand(lane)) {
            transaction.laneDue(direction, dueAt);
            known.enter(asks, lane, dueAt, now);
        }
    }

    private void tellOwner(Asks asks, ConnectorId connectorId) {
        if (direction == Direction.OUTBOUND) {
            asks.tellOwner(connectorId);
        }
    }

    /** Tells that a message was inserted just now. */
    void inserted(
            Transaction transaction,
            ConnectorId connectorId,
            ConversationId conversationId,
            EnvelopeId envelopeId,
            String payload,
            long now) {
        SqlTransaction.asks(transaction)
                .known()
                .ifPresent(rows ->
                        rows.inserted(new LaneName(direction, connectorId, conversationId), envelopeId, payload, now));
    }

    /** Wakes lanes that rest or are held. */
    void resume(Transaction transaction, Collection<Long> laneIds, long now) {
        if (laneIds.isEmpty()) {
            return;
        }
        SqlTransaction.statements(transaction).update("wake_lanes", now, JsonArray.of(laneIds));
        if (direction == Direction.OUTBOUND) {
            SqlTransaction.asks(transaction).tell(Topic.OUTBOUND);
        }
        transaction.laneDue(direction, now);
    }

    @Override
    public Answer<List<ClaimedLane>> claim(Transaction transaction, Map<ConnectorId, Claim> claims, int most) {
        List<Answer<List<ClaimedLane>>> taken = new ArrayList<>(claims.size());
        AtomicInteger left = new AtomicInteger(most);
        claims.forEach((connectorId, claim) -> {
            Answer<List<ClaimedLane>> lanes = due("claim_lanes", transaction, connectorId, claim, left.get());
            // Where answers come at once, the next finds that much less; where they come together, the statement counts
            lanes.then(found -> left.addAndGet(-found.size()));
            taken.add(withRows(transaction, lanes, claim));
        });
        return Answer.all(taken).map(SqlLaneQueue::joined);
    }

    @Override
    public List<ClaimedLane> claimUntried(Transaction transaction, ConnectorId connectorId, Claim claim) {
        List<ClaimedLane> due = SqlTransaction.statements(transaction)
                .query(
                        claimUntried,
                        row -> claimed(row, connectorId, claim),
                        claim.owner(),
                        claim.leaseUntil(),
                        claim.now(),
                        directionName,
                        connectorId.value(),
                        claim.otherThan(),
                        claim.lanes());
        return withRows(transaction, due, claim).get();
    }

    private Answer<List<ClaimedLane>> due(
            String statement, Transaction transaction, ConnectorId connectorId, Claim claim, int most) {
        return SqlTransaction.asks(transaction)
                .query(
                        Turn.CLAIM,
                        statement,
                        row -> claimed(row, connectorId, claim),
                        claim.owner(),
                        claim.leaseUntil(),
                        claim.now(),
                        directionName,
                        connectorId.value(),
                        claim.otherThan(),
                        claim.lanes(),
                        most);
    }

    private static ClaimedLane claimed(ResultSet row, ConnectorId connectorId, Claim claim) throws SQLException {
        return new ClaimedLane(
                row.getLong(1),
                connectorId,
                new ConversationId(row.getString(2)),
                claim.owner(),
                row.getLong(3),
                List.of());
    }

    private static <T> List<T> joined(List<List<T>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    /** Without those that have none, which are put to rest. Where answers come later than at once, the rows are asked along. */
    private Answer<List<ClaimedLane>> withRows(Transaction transaction, Answer<List<ClaimedLane>> due, Claim claim) {
        if (due.isThere()) {
            return withRows(transaction, due.get(), claim);
        }
        Answer<Map<Long, List<LaneEntry>>> first = rows.firstOfClaim(transaction, claim);
        return due.flatMap(found -> first.flatMap(byLane -> withRows(
                transaction,
                found,
                claim,
                lane -> rows.isPutOff(lane)
                        ? rows.firstPutOff(transaction, lane, claim.now())
                        : Answer.of(byLane.getOrDefault(lane.laneId(), List.of())))));
    }

    private Answer<List<ClaimedLane>> withRows(Transaction transaction, List<ClaimedLane> due, Claim claim) {
        return withRows(transaction, due, claim, lane -> rows.first(transaction, lane, claim));
    }

    private Answer<List<ClaimedLane>> withRows(
            Transaction transaction,
            List<ClaimedLane> due,
            Claim claim,
            Function<ClaimedLane, Answer<List<LaneEntry>>> first) {
        return Answer.all(due.stream()
                        .map(lane -> first.apply(lane).map(lane::with))
                        .toList())
                .map(lanes -> lanes.stream()
                        .filter(lane -> hasRows(transaction, lane, claim.now()))
                        .toList());
    }

    private boolean hasRows(Transaction transaction, ClaimedLane lane, long now) {
        if (lane.entries().isEmpty()) {
            release(transaction, lane, LaneStep.NEXT, now);
            return false;
        }
        return true;
    }

    @Override
    public Answer<Optional<List<LaneEntry>>> nextOrRelease(
            Transaction transaction, ClaimedLane lane, int most, long now) {
        Optional<KnownRows> known = SqlTransaction.asks(transaction).known();
        if (known.isPresent() && !rows.isPutOff(lane)) {
            return Answer.of(nextOrRest(transaction, known.get(), lane, most, now));
        }
        Answer<Boolean> atRest = mayBeEmpty(lane, most) ? rest(transaction, lane, now) : Answer.of(false);
        if (atRest.isThere() && atRest.get()) {
            return Answer.of(Optional.of(List.of()));
        }
        Answer<List<LaneEntry>> left = rows.next(transaction, lane, most);
        return isHeld(transaction, lane).flatMap(held -> {
            if (!held) {
                return Answer.of(Optional.empty());
            }
            return atRest.flatMap(rests ->
                    left.map(next -> Optional.of(rests ? List.of() : orRelease(transaction, lane, next, now))));
        });
    }

    /** Where answers come at once, and what is known need not be asked. */
    private Optional<List<LaneEntry>> nextOrRest(
            Transaction transaction, KnownRows known, ClaimedLane lane, int most, long now) {
        List<LaneEntry> next =
                known.next(direction, lane, most).orElseGet(() -> rows.nextOfHeld(transaction, known, lane, most));
        return !next.isEmpty() || rest(transaction, lane, now).get() ? Optional.of(next) : Optional.empty();
    }

    private List<LaneEntry> orRelease(Transaction transaction, ClaimedLane lane, List<LaneEntry> next, long now) {
        if (next.isEmpty()) {
            release(transaction, lane, LaneStep.NEXT, now);
        }
        return next;
    }

    /** It is asked whether there is nothing left before what is left; not where as many as asked for were found before. */
    private boolean mayBeEmpty(ClaimedLane lane, int most) {
        return !rows.isPutOff(lane) && (most == 1 || lane.entries().size() < most);
    }

    /** Whether it had no messages. */
    private Answer<Boolean> rest(Transaction transaction, ClaimedLane lane, long now) {
        left(transaction, lane);
        return SqlTransaction.asks(transaction)
                .update(Turn.THEN, rest, now, lane.laneId(), lane.owner())
                .map(lanes -> lanes > 0);
    }

    @Override
    public void release(Transaction transaction, ClaimedLane lane, LaneStep step, long now) {
        if (step instanceof LaneStep.Hold hold) {
            hold(transaction, lane, hold, now);
        } else if (step instanceof LaneStep.WaitUntil wait) {
            release(transaction, lane, 0, wait.time().unixMs());
        } else if (step instanceof LaneStep.GiveBack back) {
            long dueAt = back.notBefore() == null
                    ? now
                    : Math.max(now, back.notBefore().unixMs());
            release(transaction, lane, lane.interruptedSince(), dueAt);
        } else if (rows.isPutOff(lane)) {
            rows.firstNotBefore(Turn.THEN, transaction, lane)
                    .then(notBefore -> release(transaction, lane, 0, Math.max(now, notBefore)));
        } else {
            release(transaction, lane, 0, now);
        }
    }

    private void left(Transaction transaction, ClaimedLane lane) {
        SqlTransaction.asks(transaction).known().ifPresent(known -> known.left(direction, lane));
    }

    private void release(Transaction transaction, ClaimedLane lane, long interruptedSince, long dueAt) {
        left(transaction, lane);
        SqlTransaction.asks(transaction)
                .write(Turn.THEN, release, interruptedSince, dueAt, lane.laneId(), lane.owner());
        transaction.laneDue(direction, dueAt);
    }

    /** Goes on with the next message where an operator has decided meanwhile. */
    private void hold(Transaction transaction, ClaimedLane lane, LaneStep.Hold hold, long now) {
        SqlTransaction.asks(transaction)
                .update(Turn.THEN, "hold_lane", Statements.word(hold.reason()), lane.laneId(), lane.owner())
                .then(held -> {
                    if (held == 0) {
                        release(transaction, lane, LaneStep.NEXT, now);
                    }
                });
    }

    @Override
    public void renew(Transaction transaction, Collection<ClaimedLane> lanes, long leaseUntil) {
        Asks asks = SqlTransaction.asks(transaction);
        lanes.forEach(lane -> {
            asks.bind(lane.laneId());
            asks.write(Turn.FIRST, "renew_lane", leaseUntil, lane.laneId(), lane.owner());
        });
    }

    @Override
    public Answer<Boolean> isHeld(Transaction transaction, ClaimedLane lane) {
        Asks asks = SqlTransaction.asks(transaction);
        if (asks.known().filter(known -> known.isHeld(direction, lane)).isPresent()) {
            return Answer.of(true);
        }
        asks.bind(lane.laneId());
        return asks.query(Turn.FIRST, "is_lane_held", row -> true, lane.laneId(), lane.owner())
                .map(found -> !found.isEmpty());
    }

    @Override
    public Answer<Map<ConnectorId, Long>> earliestDue(Transaction transaction, Set<ConnectorId> connectors) {
        List<Answer<List<Map.Entry<ConnectorId, Long>>>> times = connectors.stream()
                .map(connectorId -> SqlTransaction.asks(transaction)
                        .query(
                                Turn.OF_CLAIM,
                                "earliest_due",
                                row -> Map.entry(connectorId, row.getLong(1)),
                                directionName,
                                connectorId.value()))
                .toList();
        return Answer.all(times)
                .map(found -> joined(found).stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
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
