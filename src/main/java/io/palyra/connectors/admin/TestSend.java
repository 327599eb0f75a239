package io.palyra.connectors.admin;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ThreadId;
import org.jspecify.annotations.Nullable;

/** A message to a platform, for real. */
record TestSend(
        @Nullable ConversationId target,
        @Nullable String text,
        boolean confirm,
        @Nullable String autoReaction,
        @Nullable ThreadId threadId,
        @Nullable MessageId replyToMessageId) {

    private static final String DEFAULT_TEXT = "Test message from Palyra Connectors";

    OutboundMessageRequest request(ConnectorId connectorId) {
        if (!confirm) {
            throw new InvalidEnvelopeException("confirm", "must be true, because this sends a message for real");
        }
        if (target == null) {
            throw new InvalidEnvelopeException("target", "is required");
        }
        return OutboundMessageRequest.builder(
                        new EnvelopeId(UlidCreator.getMonotonicUlid().toString()),
                        connectorId,
                        target,
                        text == null ? DEFAULT_TEXT : text)
                .autoReaction(autoReaction)
                .replyThreadId(threadId)
                .inReplyToMessageId(replyToMessageId)
                .build();
    }
}
