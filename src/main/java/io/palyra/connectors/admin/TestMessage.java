package io.palyra.connectors.admin;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.SenderId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message from a platform that nobody wrote. */
record TestMessage(
        @Nullable String text,
        @Nullable ConversationId conversationId,
        @Nullable SenderId senderId,
        @Nullable String senderDisplay,
        boolean simulateCrashOnce,
        @Nullable Boolean isDirectMessage,
        boolean requestedBroadcast,
        boolean senderIsBot,
        @Nullable MessageId inReplyToMessageId,
        @Nullable String inReplyToBody,
        @Nullable EnvelopeId envelopeId,
        @Nullable Integer waitMs) {

    private static final String CRASH_MARKER = " [connector-crash-once]";
    private static final String DEFAULT_CONVERSATION = "test:conversation";
    private static final String DEFAULT_SENDER = "test-user";
    private static final int WAIT_MS_DEFAULT = 5_000;
    private static final int WAIT_MS_MAX = 60_000;

    /**
     * The event that the platform would have given. Errors call its body by the name that it has here.
     *
     * @throws InvalidEnvelopeException naming the field
     */
    InboundMessageEvent event(ConnectorId connectorId) {
        try {
            InboundMessageEvent event = unchecked(connectorId);
            event.requireBodyWithin(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
            return event;
        } catch (InvalidEnvelopeException e) {
            if (e.field().equals("body")) {
                throw new InvalidEnvelopeException(
                        "text", e.reason(), e.details().orElse(null));
            }
            throw e;
        }
    }

    private InboundMessageEvent unchecked(ConnectorId connectorId) {
        if (text == null) {
            throw new InvalidEnvelopeException("text", "is required");
        }
        return InboundMessageEvent.builder(
                        envelopeId == null
                                ? new EnvelopeId(UlidCreator.getMonotonicUlid().toString())
                                : PathPart.requireNoStep(envelopeId),
                        connectorId,
                        conversationId == null ? new ConversationId(DEFAULT_CONVERSATION) : conversationId,
                        senderId == null ? new SenderId(DEFAULT_SENDER) : senderId,
                        simulateCrashOnce ? text + CRASH_MARKER : text)
                .senderDisplay(senderDisplay)
                .directMessage(isDirectMessage == null || isDirectMessage)
                .requestedBroadcast(requestedBroadcast)
                .senderIsBot(senderIsBot)
                .inReplyTo(inReplyToMessageId, inReplyToBody)
                .build();
    }

    Duration longestWait() {
        int millis = waitMs == null ? WAIT_MS_DEFAULT : waitMs;
        if (millis < 0 || millis > WAIT_MS_MAX) {
            throw new InvalidEnvelopeException("wait_ms", "must be from 0 to " + WAIT_MS_MAX, String.valueOf(millis));
        }
        return Duration.ofMillis(millis);
    }
}
