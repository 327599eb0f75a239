package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what is stored of the way of a message. Reads on its own; may block. */
public interface TraceStore {

    /**
     * A row of it.
     *
     * @param state as it is stored: {@code pending}, {@code routed}, {@code delivered} and so on
     * @param createdAtUnixMs when it was admitted or enqueued
     * @param settledAtUnixMs when it came into its state; null while it is pending
     */
    record TracedRow(
            Direction direction,
            EnvelopeId envelopeId,
            String state,
            int attempts,
            long createdAtUnixMs,
            @Nullable Long settledAtUnixMs,
            @Nullable Long nextAttemptUnixMs,
            @Nullable String reason,
            @Nullable MessageId nativeMessageId) {}

    /** An inbound message with the answers to it, or an outbound one with its parts; in the order in which they were stored. */
    List<TracedRow> trace(ConnectorId connectorId, EnvelopeId envelopeId);
}
