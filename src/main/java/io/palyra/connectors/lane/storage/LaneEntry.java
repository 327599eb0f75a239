package io.palyra.connectors.lane.storage;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.RetryClass;
import org.jspecify.annotations.Nullable;

/**
 * One claimed message.
 *
 * @param sequence its row, in the order of enqueueing
 * @param payload the message as JSON
 * @param tries so far
 * @param createdAt unix ms at which it was stored
 * @param unknownSince unix ms since when it may have been taken, as an earlier attempt left it; null where it was not
 * @param retryClass as which the last attempt failed; null where there was none, or it was none of these
 */
public record LaneEntry(
        long sequence,
        EnvelopeId envelopeId,
        String payload,
        Tries tries,
        long createdAt,
        @Nullable Long unknownSince,
        @Nullable RetryClass retryClass) {

    /** Attempts that have counted so far. */
    public int attempts() {
        return tries.attempts();
    }
}
