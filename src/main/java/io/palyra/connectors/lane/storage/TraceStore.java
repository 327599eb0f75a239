package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what is stored of the way of a message. Reads on its own; may block. */
public interface TraceStore {

    int ATTEMPTS_MAX = 1_000;

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

    /**
     * An attempt that failed, or what was decided about the message afterwards.
     *
     * @param outcome {@code retry}, {@code unknown}, {@code dead}, {@code replayed} or {@code discarded}
     * @param attempts those that had counted by then; null where the event does not say
     * @param cause the retry class, or another cause such as {@code route_failure}; null where there is none
     * @param reason a sentence
     */
    record PastAttempt(
            long atUnixMs,
            Direction direction,
            EnvelopeId envelopeId,
            String outcome,
            @Nullable Integer attempts,
            @Nullable String cause,
            String reason) {}

    /** An inbound message with the answers to it, or an outbound one with its parts; in the order in which they were stored. */
    List<TracedRow> trace(ConnectorId connectorId, EnvelopeId envelopeId);

    /**
     * What the message, its parts and the answers to it have gone through, as long as events are kept: the latest
     * {@value #ATTEMPTS_MAX}, oldest first.
     */
    List<PastAttempt> attempts(ConnectorId connectorId, EnvelopeId envelopeId);
}
