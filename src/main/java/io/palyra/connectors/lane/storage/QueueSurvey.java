package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What stands in the queues, for health and metrics. Reads on its own and may block. */
public interface QueueSurvey {

    /** Since when (unix ms) the longest due lane has waited for somebody to take it; empty where none is due. */
    OptionalLong dueSince(Direction direction, ConnectorId connectorId, long now);

    /** Every queue that has open messages, counted row by row: not to be asked at every turn. */
    List<Depth> depths(long now);

    /**
     * The open messages of one connector and direction in one state.
     *
     * @param state {@code due}, {@code waiting} (for its next attempt), {@code claimed}, {@code held} (behind a message that
     *     waits for an operator), {@code unknown} (waits for an operator itself) or {@code dead} (a dead letter)
     * @param oldestUnixMs when the oldest of them was stored
     */
    record Depth(
            ConnectorId connectorId,
            Direction direction,
            String state,
            long rows,
            @Nullable Long oldestUnixMs) {}
}
