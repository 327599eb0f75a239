package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that a platform delivered to us.
 *
 * @param envelopeId at most 128 bytes; the same for every delivery of the same platform message
 * @param senderDisplay how the platform shows the sender, at most 1 KiB; blank is the same as none
 * @param body not blank, never above 128 KiB; see {@link #requireBodyWithin} for the limit that is configured
 * @param adapterMessageId the platform's own id of the message
 * @param receivedAtUnixMs on the wire: the moment of reading unless stated
 * @param requestedBroadcast whether the sender asked for an answer to everybody
 * @param senderIsBot whether a bot or a webhook wrote it, and no person
 * @param inReplyToMessageId the platform's own id of the message that it answers
 * @param inReplyToBody what that message says, as far as it is known, at most 2 KiB; blank is the same as none
 * @param attachments at most 32
 */
public record InboundMessageEvent(
        EnvelopeId envelopeId,
        ConnectorId connectorId,
        ConversationId conversationId,
        @Nullable ThreadId threadId,
        SenderId senderId,
        @Nullable String senderDisplay,
        String body,
        @Nullable MessageId adapterMessageId,
        @Nullable ThreadId adapterThreadId,
        @JsonDeserialize(using = Absent.Now.class) long receivedAtUnixMs,
        boolean isDirectMessage,
        boolean requestedBroadcast,
        boolean senderIsBot,
        @Nullable MessageId inReplyToMessageId,
        @Nullable String inReplyToBody,
        List<AttachmentRef> attachments) {
    public static final int BODY_BYTES_MAX = 128 * 1024;
    public static final int DEFAULT_BODY_BYTES_MAX = 64 * 1024;
    public static final int SENDER_DISPLAY_BYTES_MAX = 1024;
    public static final int IN_REPLY_TO_BODY_BYTES_MAX = 2 * 1024;

    @JsonCreator
    public InboundMessageEvent {
        Checks.content(Checks.required(envelopeId, "envelope_id").value(), "envelope_id", EnvelopeId.INBOUND_BYTES_MAX);
        Checks.required(connectorId, "connector_id");
        Checks.required(conversationId, "conversation_id");
        Checks.required(senderId, "sender_id");
        senderDisplay = Checks.display(senderDisplay);
        Checks.text(body, "body", BODY_BYTES_MAX);
        Checks.notNegative(receivedAtUnixMs, "received_at_unix_ms");
        inReplyToBody = Checks.contentOrNone(inReplyToBody, "in_reply_to_body", IN_REPLY_TO_BODY_BYTES_MAX);
        attachments = Checks.attachments(attachments);
    }

    /**
     * Holds the body to a limit that is configured.
     *
     * @throws InvalidEnvelopeException if it has more than {@code bytesMax} bytes
     */
    public void requireBodyWithin(int bytesMax) {
        Checks.sizeWithin(Texts.utf8Size(body, "body"), "body", bytesMax);
    }

    /** Starts with what every message has; received now, no attachments. */
    public static InboundMessageEventBuilder builder(
            EnvelopeId envelopeId,
            ConnectorId connectorId,
            ConversationId conversationId,
            SenderId senderId,
            String body) {
        return new InboundMessageEventBuilder(envelopeId, connectorId, conversationId, senderId, body);
    }

    public InboundMessageEventBuilder toBuilder() {
        return new InboundMessageEventBuilder(envelopeId, connectorId, conversationId, senderId, body)
                .threadId(threadId)
                .senderDisplay(senderDisplay)
                .adapterMessageId(adapterMessageId)
                .adapterThreadId(adapterThreadId)
                .receivedAtUnixMs(receivedAtUnixMs)
                .directMessage(isDirectMessage)
                .requestedBroadcast(requestedBroadcast)
                .senderIsBot(senderIsBot)
                .inReplyTo(inReplyToMessageId, inReplyToBody)
                .attachments(attachments);
    }
}
