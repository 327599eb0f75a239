package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * One row of the outbox as it stands.
 *
 * @param settledAtUnixMs when it came into its state; null while it is pending
 * @param payload the request as JSON
 */
public record OutboxEntry(
        ConnectorId connectorId,
        EnvelopeId envelopeId,
        OutboxState state,
        int attempts,
        @Nullable Long nextAttemptUnixMs,
        @Nullable RetryClass retryClass,
        @Nullable String reason,
        @Nullable MessageId nativeMessageId,
        long createdAtUnixMs,
        @Nullable Long settledAtUnixMs,
        String payload) {

    /** As it was enqueued; a part of a split message with its own text. */
    public OutboundMessageRequest request() {
        return WireFormat.read(payload, OutboundMessageRequest.class);
    }
}
