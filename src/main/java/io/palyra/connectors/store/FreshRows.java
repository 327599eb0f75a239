package io.palyra.connectors.store;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a transaction has put into lanes that had nothing to deliver before it: the claim that ends the transaction need not
 * read these rows again. Any statement that is not about messages on their way may change them: they are forgotten then.
 */
final class FreshRows {

    private record Lane(Direction direction, ConnectorId connectorId, ConversationId conversationId) {}

    private final Statements statements;
    private final Map<Lane, List<LaneEntry>> byLane = new HashMap<>();

    FreshRows(Statements statements) {
        this.statements = statements;
    }

    /** The lane is new, or has rested until now. */
    void opened(Direction direction, ConnectorId connectorId, ConversationId conversationId) {
        byLane.put(new Lane(direction, connectorId, conversationId), new ArrayList<>());
    }

    /** A message was inserted into the lane, by the last statement that has inserted anything. */
    void inserted(
            Direction direction,
            ConnectorId connectorId,
            ConversationId conversationId,
            EnvelopeId envelopeId,
            String payload,
            long now) {
        List<LaneEntry> entries = byLane.get(new Lane(direction, connectorId, conversationId));
        if (entries != null) {
            long sequence = statements.one("sequence_of_last_row", row -> row.getLong(1));
            entries.add(new LaneEntry(sequence, envelopeId, payload, Tries.NONE, now, null, null));
        }
    }

    /** All that the lane has, in order; empty where that is not known. */
    Optional<List<LaneEntry>> of(Direction direction, ConnectorId connectorId, ConversationId conversationId) {
        return Optional.ofNullable(byLane.get(new Lane(direction, connectorId, conversationId)));
    }

    void forget() {
        byLane.clear();
    }
}
