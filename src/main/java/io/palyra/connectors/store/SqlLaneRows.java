package io.palyra.connectors.store;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.PutOffLane;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.store.Asks.Turn;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The messages that wait in lanes of one direction, in order: those that are handed over with a lane. */
final class SqlLaneRows {

    /** Of a message in hand. */
    private static final int ENTRY_COLUMNS = 9;

    private final Direction direction;
    private final String ofLane;
    private final String ofHeld;
    private final String ofClaim;

    /** @param table that holds them */
    SqlLaneRows(Direction direction, String table) {
        this.direction = direction;
        this.ofLane = "first_" + table + "_of_lane";
        this.ofHeld = "next_" + table + "_of_held_lane";
        this.ofClaim = "first_of_claim." + table;
    }

    /** Each message of such a lane waits for its own time. */
    boolean isPutOff(ClaimedLane lane) {
        return direction == Direction.INBOUND && PutOffLane.is(lane.conversationId());
    }

    /** Of a lane that was claimed just now. */
    Answer<List<LaneEntry>> first(Transaction transaction, ClaimedLane lane, LaneQueue.Claim claim) {
        if (isPutOff(lane)) {
            return firstPutOff(transaction, lane, claim.now());
        }
        int most = claim.rowsPerLane();
        return SqlTransaction.asks(transaction)
                .known()
                .map(known -> Answer.of(
                        known.claimed(direction, lane, most).orElseGet(() -> read(transaction, known, lane, most))))
                .orElseGet(() -> of(Turn.FIRST, transaction, lane, most));
    }

    private List<LaneEntry> read(Transaction transaction, KnownRows known, ClaimedLane lane, int most) {
        List<LaneEntry> entries = of(Turn.FIRST, transaction, lane, most).get();
        known.read(direction, lane, entries, most);
        return entries;
    }

    /** Of all lanes that a claim takes, by lane. It may be asked along with the claim. */
    Answer<Map<Long, List<LaneEntry>>> firstOfClaim(Transaction transaction, LaneQueue.Claim claim) {
        return SqlTransaction.asks(transaction)
                .query(
                        Turn.OF_CLAIM,
                        ofClaim,
                        row -> Map.entry(row.getLong(ENTRY_COLUMNS + 1), entry(row)),
                        claim.owner(),
                        claim.rowsPerLane())
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    }

    /** None where the lane is due before its first message is. */
    Answer<List<LaneEntry>> firstPutOff(Transaction transaction, ClaimedLane lane, long now) {
        return firstNotBefore(Turn.FIRST, transaction, lane)
                .flatMap(notBefore -> notBefore > now ? Answer.of(List.of()) : of(Turn.FIRST, transaction, lane, 1));
    }

    /** When the lane's first message may be handed over (unix ms); 0 where it has none. */
    Answer<Long> firstNotBefore(Turn turn, Transaction transaction, ClaimedLane lane) {
        return SqlTransaction.asks(transaction)
                .query(turn, "first_not_before", row -> row.getLong(1), lane.laneId())
                .map(found -> found.isEmpty() ? 0L : found.get(0));
    }

    /** Once those in hand are settled. None where each waits for its own time: such a lane is claimed anew. */
    Answer<List<LaneEntry>> next(Transaction transaction, ClaimedLane lane, int most) {
        return isPutOff(lane) ? Answer.of(List.of()) : of(Turn.THEN, transaction, lane, most);
    }

    /** The same where answers come at once, of a lane whose messages share its time; none where it is not held any more. */
    List<LaneEntry> nextOfHeld(Transaction transaction, KnownRows known, ClaimedLane lane, int most) {
        List<Optional<LaneEntry>> untried = SqlTransaction.asks(transaction)
                .query(Turn.THEN, ofHeld, SqlLaneRows::untried, lane.laneId(), lane.owner(), most)
                .get();
        List<LaneEntry> next = untried.contains(Optional.<LaneEntry>empty())
                ? of(Turn.THEN, transaction, lane, most).get()
                : untried.stream().map(Optional::orElseThrow).toList();
        if (!next.isEmpty()) {
            known.read(direction, lane, next, most);
        }
        return next;
    }

    /** Empty where it was tried before. */
    private static Optional<LaneEntry> untried(ResultSet row) throws SQLException {
        return row.getBoolean(5)
                ? Optional.empty()
                : Optional.of(new LaneEntry(
                        row.getLong(1),
                        new EnvelopeId(row.getString(2)),
                        row.getString(3),
                        Tries.NONE,
                        row.getLong(4),
                        null,
                        null));
    }

    private Answer<List<LaneEntry>> of(Turn turn, Transaction transaction, ClaimedLane lane, int most) {
        return SqlTransaction.asks(transaction).query(turn, ofLane, SqlLaneRows::entry, lane.laneId(), most);
    }

    private static LaneEntry entry(ResultSet row) throws SQLException {
        return new LaneEntry(
                row.getLong(1),
                new EnvelopeId(row.getString(2)),
                row.getString(3),
                Tries.read(row.getInt(4), row.getInt(5), row.getString(6)),
                row.getLong(7),
                Statements.nullableLong(row, 8),
                SqlOutboxStore.retryClass(row.getString(ENTRY_COLUMNS)));
    }
}
