package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import org.jspecify.annotations.Nullable;

/**
 * How much of one queue is open, at one moment. A message that is open is in exactly one of the first five.
 *
 * @param due in lanes that may be claimed now
 * @param waiting in lanes that wait, usually for their first message's next attempt
 * @param claimed in lanes that are in hand
 * @param held behind a message that waits for an operator
 * @param undecided whose outcome is not known, and an operator decides
 * @param unknown whose outcome is not known: those undecided, and those of the others that are looked up or sent again
 * @param deadLetters that an operator may replay
 * @param oldestUnixMs when the oldest message that is open was stored
 * @param nextDueUnixMs when the first lane that is not in hand may be claimed; in the past where one may be now
 */
public record QueueDepth(
        ConnectorId connectorId,
        Direction direction,
        long due,
        long waiting,
        long claimed,
        long held,
        long undecided,
        long unknown,
        long deadLetters,
        RetryBacklog retries,
        @Nullable Long oldestUnixMs,
        @Nullable Long nextDueUnixMs,
        @Nullable Long latestDeadLetterUnixMs) {

    /** Nothing is open. */
    public static QueueDepth empty(ConnectorId connectorId, Direction direction) {
        return new QueueDepth(
                connectorId, direction, 0, 0, 0, 0, 0, 0, 0, new RetryBacklog(0, 0, null), null, null, null);
    }

    /** Every message that is not settled. */
    public long pending() {
        return due + waiting + claimed + held + undecided;
    }
}
