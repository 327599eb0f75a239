package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.RetryClass;
import org.jspecify.annotations.Nullable;

/** One row of the outbox as it stands. */
public record OutboxEntry(
        ConnectorId connectorId,
        EnvelopeId envelopeId,
        OutboxState state,
        int attempts,
        @Nullable Long nextAttemptUnixMs,
        @Nullable RetryClass retryClass,
        @Nullable String reason,
        @Nullable MessageId nativeMessageId) {}
