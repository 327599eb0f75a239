package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.util.List;
import java.util.OptionalLong;

/**
 * How the queues stand: nobody else counts them. Each answer is of one moment. Reads on its own and may block.
 */
public interface QueueSurvey {

    /**
     * What is open of a connector. One statement, which looks at each of its lanes and counts their open messages in an
     * index: a second for some millions.
     *
     * @param now unix ms
     * @return inbound and outbound, each also where nothing is open
     */
    List<QueueDepth> of(ConnectorId connectorId, long now);

    /** The same of every connector that has something open or dead, in one statement; queues without are left out. */
    List<QueueDepth> all(long now);

    /**
     * Since when (unix ms) the longest due lane has waited for somebody to take it; empty where none is due. One look into
     * an index, however much is open.
     */
    OptionalLong dueSince(Direction direction, ConnectorId connectorId, long now);

    /**
     * Conversations that may not go on. One statement that counts them in an index, and where there are any a second one
     * that looks for the oldest.
     *
     * @param closed which directions take at most one message at a time now
     */
    BlockedLanes blocked(ConnectorId connectorId, Closed closed, long now);

    /**
     * Conversations that have messages to be handed over. Reads on its own; costs as much as {@link #of}.
     *
     * @param closed which directions take at most one message at a time now
     */
    List<OpenConversation> open(
            ConnectorId connectorId, OpenConversation.Order order, int limit, Closed closed, long now);

    /** Directions whose due lanes have to wait, as nothing gets through. */
    record Closed(boolean inbound, boolean outbound) {
        public static final Closed NONE = new Closed(false, false);
    }
}
