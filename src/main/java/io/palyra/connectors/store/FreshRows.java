package io.palyra.connectors.store;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.store.Asks.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a transaction has put into lanes that had nothing to deliver before it: the claim that ends the transaction need not
 * read these rows again. Any statement that is not about messages on their way may change them: they are forgotten then. Lanes
 * are entered here, as that tells whether they had something to deliver.
 */
final class FreshRows {

    private final Statements statements;
    private final KnownLanes lanes;
    private final Map<LaneName, Long> found = new HashMap<>();
    private final Map<LaneName, List<LaneEntry>> byLane = new HashMap<>();

    FreshRows(Statements statements, KnownLanes lanes) {
        this.statements = statements;
        this.lanes = lanes;
    }

    /**
     * Opens the lane where it is new, and makes it due where it has rested until now.
     *
     * @param asks of the transaction
     */
    void enter(Asks asks, LaneName lane, long dueAt, long now) {
        Long number = found.getOrDefault(lane, lanes.number(lane));
        int written = number == null
                ? enterNew(asks, lane, dueAt, now)
                : statements.update("enter_known_lane", dueAt, now, number);
        if (written > 0) {
            byLane.put(lane, new ArrayList<>());
        }
    }

    private int enterNew(Asks asks, LaneName lane, long dueAt, long now) {
        String direction = Statements.word(lane.direction());
        String connector = lane.connectorId().value();
        String conversation = lane.conversationId().value();
        int written = asks.update(Turn.FIRST, "enter_lane", direction, connector, conversation, dueAt, now)
                .get();
        found.put(lane, statements.one("number_of_lane", row -> row.getLong(1), direction, connector, conversation));
        return written;
    }

    /** A message was inserted into the lane, by the last statement that has inserted anything. */
    void inserted(LaneName lane, EnvelopeId envelopeId, String payload, long now) {
        List<LaneEntry> entries = byLane.get(lane);
        if (entries != null) {
            long sequence = statements.one("sequence_of_last_row", row -> row.getLong(1));
            entries.add(new LaneEntry(sequence, envelopeId, payload, Tries.NONE, now, null, null));
        }
    }

    /** All that the lane has, in order; empty where that is not known. */
    Optional<List<LaneEntry>> of(LaneName lane) {
        return Optional.ofNullable(byLane.get(lane));
    }

    /** What it has found out about lanes holds from now on. */
    void committed() {
        lanes.add(found);
    }

    /** Some were deleted in the transaction. */
    void forgetLanes() {
        found.clear();
        lanes.forget();
    }

    void forget() {
        byLane.clear();
    }
}
