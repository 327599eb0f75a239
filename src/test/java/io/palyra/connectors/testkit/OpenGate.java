package io.palyra.connectors.testkit;

import io.palyra.connectors.lane.LaneGate;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import java.util.List;
import java.util.Set;

/**
 * Lets everything through.
 *
 * @param passage of all connectors
 * @param former owners of claims that are not this program's any more
 */
public record OpenGate(List<ConnectorId> connectors, Passage passage, Set<String> former) implements LaneGate {

    @Override
    public List<ConnectorId> open(Direction direction) {
        return connectors;
    }

    @Override
    public boolean isOpen(Direction direction, ConnectorId connectorId) {
        return true;
    }

    @Override
    public boolean isOurs(String owner) {
        return !former.contains(owner);
    }

    @Override
    public Passage passage(Direction direction, ConnectorId connectorId) {
        return passage;
    }

    @Override
    public long limitedUntil(Direction direction, ConnectorId connectorId, ConversationId conversationId) {
        return 0;
    }

    @Override
    public int rowsPerLane(Direction direction, ConnectorId connectorId, int configured) {
        return configured;
    }

    @Override
    public void drained(Direction direction, ConnectorId connectorId) {
        // Nothing waits for it here.
    }
}
