package io.palyra.connectors.lane;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import java.util.List;

/** Says whose lanes may be claimed now. Thread safe, never blocks. */
public interface LaneGate {

    /** Connectors whose lanes of this direction may be claimed, as far as operators and sessions let them. */
    List<ConnectorId> open(Direction direction);

    /** Whether a message of this connector may be handed over now, asked for each message, just before. */
    boolean isOpen(Direction direction, ConnectorId connectorId);

    /** Whether who claimed a lane under this owner token is still who this program is to others on the store. */
    boolean isOurs(String owner);

    /** Says how much of such a connector may be claimed; connectors with the same far side have the same passage. */
    Passage passage(Direction direction, ConnectorId connectorId);

    /** Until when (unix ms) a limit of the platform holds up this conversation; 0 where none does. */
    long limitedUntil(Direction direction, ConnectorId connectorId, ConversationId conversationId);

    /** How many messages of one lane may be in hand at once: 1 where a second hand-over could not be recognised. */
    int rowsPerLane(Direction direction, ConnectorId connectorId, int configured);

    /** A claim found no more due lane of this connector. */
    void drained(Direction direction, ConnectorId connectorId);
}
