package io.palyra.connectors.store;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.store.Asks.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lanes have to deliver, as far as the writer has written or read it itself, so that it need not be read again: of lanes
 * that a transaction has made due, until it ends, and of lanes in hand, until they are given back. Lanes are entered here, as
 * that tells whether they had something to deliver.
 *
 * <p>Of a database into which only this process writes. Whatever may change such rows in another way has all of them
 * forgotten: each statement that is not among {@link #MESSAGES_ON_THEIR_WAY}, a transaction that does not commit, a new
 * connection, another program. They are read then, as if nothing had been known. For the writer thread.
 */
final class KnownRows {

    /** Of one lane; what comes after these is read. */
    static final int ROWS_MAX = 16;

    /** Of a message's JSON, in characters; a longer one is read, with what comes after it. */
    static final int PAYLOAD_MAX = 4_096;

    /** Statements after which what is known still holds, by their names. */
    static final Set<String> MESSAGES_ON_THEIR_WAY = Set.of(
            "claim_lanes",
            "earliest_due",
            "enter_lane",
            "first_inbound_of_lane",
            "first_not_before",
            "first_outbox_of_lane",
            "inbound_not_routed",
            "inbound_routed",
            "insert_dead_letter",
            "insert_event",
            "insert_inbound",
            "insert_inbound_put_off",
            "insert_outbox",
            "is_lane_held",
            "move_cursor",
            "next_inbound_of_held_lane",
            "next_outbox_of_held_lane",
            "others_passed",
            "outbox_delivered",
            "outbox_refused",
            "release_lane.inbound",
            "release_lane.outbox",
            "renew_lane",
            "rest_lane.inbound",
            "rest_lane.outbox");

    /** A lane's rows in order, those in hand first. */
    private static final class Rows {

        /** Under which the lane is in hand; null where it is due. */
        private final @Nullable String owner;

        private final Deque<LaneEntry> entries = new ArrayDeque<>();

        /** Whether there are none but these. */
        private boolean all = true;

        Rows(@Nullable String owner) {
            this.owner = owner;
        }

        void add(LaneEntry entry) {
            all = all && entries.size() < ROWS_MAX && entry.payload().length() <= PAYLOAD_MAX;
            if (all) {
                entries.add(entry);
            }
        }

        void dropUpTo(long sequence) {
            while (!entries.isEmpty() && entries.getFirst().sequence() <= sequence) {
                entries.removeFirst();
            }
        }

        /** Fewer than asked for are all that there are, or else all that are known; empty where none is known though there are. */
        Optional<List<LaneEntry>> first(int most) {
            return all || !entries.isEmpty()
                    ? Optional.of(entries.stream().limit(most).toList())
                    : Optional.empty();
        }
    }

    private final KnownLanes lanes = new KnownLanes();
    private final Map<LaneName, Long> foundLanes = new HashMap<>();
    private final Map<LaneName, Rows> byLane = new HashMap<>();
    private final Statements statements;
    private boolean committed = true;
    private boolean looked;
    private long version;

    /** @param statements of the writer's connection */
    KnownRows(Statements statements) {
        this.statements = statements;
    }

    boolean areOf(Statements others) {
        return statements == others;
    }

    /** A transaction begins. */
    void begin() {
        if (!committed) {
            forget();
        }
        foundLanes.clear();
        committed = false;
        looked = false;
    }

    private @Nullable Rows of(LaneName lane) {
        look();
        return byLane.get(lane);
    }

    /** Whether another program has written since the last transaction. */
    private void look() {
        if (looked) {
            return;
        }
        looked = true;
        long now = statements.one("version_of_file", row -> row.getLong(1));
        if (now != version) {
            version = now;
            forgetLanes();
        }
    }

    /** It has committed. */
    void committed() {
        lanes.add(foundLanes);
        byLane.values().removeIf(rows -> rows.owner == null);
        committed = true;
    }

    /** Such a statement is asked. */
    void asked(String statement) {
        if (!byLane.isEmpty() && !MESSAGES_ON_THEIR_WAY.contains(statement)) {
            forget();
        }
    }

    void forget() {
        byLane.clear();
    }

    /** Some were deleted, or another program may have the database. */
    void forgetLanes() {
        forget();
        foundLanes.clear();
        lanes.forget();
    }

    /** Whether somebody works on the lane, who goes on with what comes into it. */
    boolean isInHand(LaneName lane) {
        Rows rows = of(lane);
        return rows != null && rows.owner != null;
    }

    /** Opens the lane where it is new, and makes it due where it has rested until now. */
    void enter(Asks asks, LaneName lane, long dueAt, long now) {
        look();
        Long number = foundLanes.getOrDefault(lane, lanes.number(lane));
        int written = number == null
                ? enterNew(asks, lane, dueAt, now)
                : statements.update("enter_known_lane", dueAt, now, number);
        if (written > 0) {
            byLane.put(lane, new Rows(null));
        }
    }

    private int enterNew(Asks asks, LaneName lane, long dueAt, long now) {
        String direction = Statements.word(lane.direction());
        String connector = lane.connectorId().value();
        String conversation = lane.conversationId().value();
        int written = asks.update(Turn.FIRST, "enter_lane", direction, connector, conversation, dueAt, now)
                .get();
        foundLanes.put(
                lane, statements.one("number_of_lane", row -> row.getLong(1), direction, connector, conversation));
        return written;
    }

    /** A message was inserted into the lane, by the last statement that has inserted anything. */
    void inserted(LaneName lane, EnvelopeId envelopeId, String payload, long now) {
        Rows rows = of(lane);
        if (rows != null && rows.all) {
            long sequence = statements.one("sequence_of_last_row", row -> row.getLong(1));
            rows.add(new LaneEntry(sequence, envelopeId, payload, Tries.NONE, now, null, null));
        }
    }

    /** The first messages of a lane that was claimed just now; empty where they are to be read. */
    Optional<List<LaneEntry>> claimed(Direction direction, ClaimedLane lane, int most) {
        LaneName name = name(direction, lane);
        Rows due = of(name);
        byLane.remove(name);
        if (due == null || due.owner != null) {
            // Of one that was taken over it is not known which are settled
            return Optional.empty();
        }
        Rows inHand = new Rows(lane.owner());
        due.entries.forEach(inHand::add);
        inHand.all = inHand.all && due.all;
        byLane.put(name, inHand);
        return inHand.first(most);
    }

    /** The first messages of a lane in hand were read. */
    void read(Direction direction, ClaimedLane lane, List<LaneEntry> entries, int most) {
        Rows rows = new Rows(lane.owner());
        entries.forEach(rows::add);
        rows.all = rows.all && entries.size() < most;
        byLane.put(name(direction, lane), rows);
    }

    /** Whether the lane is known to be in hand under this very claim. */
    boolean isHeld(Direction direction, ClaimedLane lane) {
        Rows rows = of(name(direction, lane));
        return rows != null && lane.owner().equals(rows.owner);
    }

    /** The messages after those in hand, once these are settled; empty where they are to be read. */
    Optional<List<LaneEntry>> next(Direction direction, ClaimedLane lane, int most) {
        Rows rows = of(name(direction, lane));
        if (rows == null || !lane.owner().equals(rows.owner)) {
            return Optional.empty();
        }
        if (!lane.entries().isEmpty()) {
            rows.dropUpTo(lane.entries().get(lane.entries().size() - 1).sequence());
        }
        return rows.first(most);
    }

    /** The lane is given back. */
    void left(Direction direction, ClaimedLane lane) {
        byLane.remove(name(direction, lane));
    }

    private static LaneName name(Direction direction, ClaimedLane lane) {
        return new LaneName(direction, lane.connectorId(), lane.conversationId());
    }
}
