package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import java.util.List;

/**
 * A lane that this process holds under a lease, with its first messages in order.
 *
 * @param owner fresh for every claim: a settlement of an older claim finds another owner and writes nothing
 * @param interruptedSince unix ms at which an earlier holder claimed the lane that then vanished without releasing it, so
 *     that its first message may have been handed over from then on; 0 where there was none
 */
public record ClaimedLane(
        long laneId,
        ConnectorId connectorId,
        ConversationId conversationId,
        String owner,
        long interruptedSince,
        List<LaneEntry> entries) {

    public ClaimedLane {
        entries = List.copyOf(entries);
    }

    /** The lane under the same claim, with the messages after those that are settled. */
    public ClaimedLane continued(List<LaneEntry> messages) {
        return new ClaimedLane(laneId, connectorId, conversationId, owner, 0, messages);
    }

    /** The lane on a clock that has jumped by so many milliseconds; its messages are as they were stored. */
    public ClaimedLane moved(long ms) {
        long since = interruptedSince == 0 ? 0 : Math.max(1, interruptedSince + ms);
        return new ClaimedLane(laneId, connectorId, conversationId, owner, since, entries);
    }

    /** The same lane with these messages. */
    public ClaimedLane with(List<LaneEntry> messages) {
        return new ClaimedLane(laneId, connectorId, conversationId, owner, interruptedSince, messages);
    }
}
