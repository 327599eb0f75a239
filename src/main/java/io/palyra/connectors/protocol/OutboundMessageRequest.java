package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent to a platform. {@code text}, {@code structuredJson} and the patch of {@code a2uiUpdate} are each
 * held to the smaller of {@code maxPayloadBytes} and 64 KiB.
 *
 * @param replyThreadId the thread to send to; none: the conversation itself
 * @param inReplyToMessageId the platform message that this one quotes
 * @param text not blank
 * @param autoAckText at most 64 KiB; as what follows, for connectors that declare it, and else left out
 * @param autoReaction at most 128 bytes
 * @param attachments at most 32
 * @param timeoutMs how long one attempt may take; above zero, 30000 unless stated
 * @param maxPayloadBytes above zero, 65536 unless stated
 */
public record OutboundMessageRequest(
        EnvelopeId envelopeId,
        ConnectorId connectorId,
        ConversationId conversationId,
        @Nullable ThreadId replyThreadId,
        @Nullable MessageId inReplyToMessageId,
        String text,
        boolean broadcast,
        @Nullable String autoAckText,
        @Nullable String autoReaction,
        List<AttachmentRef> attachments,
        @Nullable JsonValue structuredJson,
        @Nullable A2uiUpdate a2uiUpdate,
        @JsonDeserialize(using = Absent.TimeoutMs.class) int timeoutMs,

        @JsonDeserialize(using = Absent.MaxPayloadBytes.class)
        int maxPayloadBytes) {
    public static final int TEXT_BYTES_MAX = 64 * 1024;
    public static final int DEFAULT_TIMEOUT_MS = 30_000;
    public static final int DEFAULT_PAYLOAD_BYTES_MAX = 65_536;

    /** An idempotency key: connector id, colon, envelope id. */
    public static final int IDEMPOTENCY_KEY_BYTES_MAX = ConnectorId.BYTES_MAX + 1 + EnvelopeId.BYTES_MAX;

    @JsonCreator
    public OutboundMessageRequest {
        Checks.required(envelopeId, "envelope_id");
        Checks.required(connectorId, "connector_id");
        Checks.required(conversationId, "conversation_id");
        Checks.positive(timeoutMs, "timeout_ms");
        int payloadMax = Math.min(Checks.positive(maxPayloadBytes, "max_payload_bytes"), TEXT_BYTES_MAX);
        Checks.text(text, "text", payloadMax);
        Checks.optionalText(autoAckText, "auto_ack_text", TEXT_BYTES_MAX);
        Checks.optionalLine(autoReaction, "auto_reaction", ReactRequest.EMOJI_BYTES_MAX);
        attachments = Checks.attachments(attachments);
        if (structuredJson != null) {
            Checks.sizeWithin(structuredJson.sizeBytes(), "structured_json", payloadMax);
        }
        if (a2uiUpdate != null) {
            Checks.sizeWithin(a2uiUpdate.patchJson().sizeBytes(), "a2ui_update.patch_json", payloadMax);
        }
    }

    /**
     * The index-th reply to a message, as the daemon gave it: envelope id {@code E:index}, to the same conversation,
     * into the thread that the daemon named, or else that of the message, and quoting what the daemon named, if anything.
     *
     * @throws InvalidEnvelopeException if the output fits the daemon's answer but no request, see the limits above
     */
    public static OutboundMessageRequest reply(InboundMessageEvent inbound, int index, RoutedOutboundMessage output) {
        EnvelopeId envelopeId = inbound.envelopeId().reply(index);
        return builder(envelopeId, inbound.connectorId(), inbound.conversationId(), output.text())
                .replyThreadId(output.threadId() == null ? inbound.threadId() : output.threadId())
                .inReplyToMessageId(output.inReplyToMessageId())
                .broadcast(output.broadcast())
                .autoAckText(output.autoAckText())
                .autoReaction(output.autoReaction())
                .attachments(output.attachments())
                .structuredJson(output.structuredJson())
                .a2uiUpdate(output.a2uiUpdate())
                .build();
    }

    /** What goes to the sender of a message at once because its answer takes time. */
    public static OutboundMessageRequest acknowledgement(InboundMessageEvent inbound, String text) {
        return builder(inbound.envelopeId().acknowledgement(), inbound.connectorId(), inbound.conversationId(), text)
                .replyThreadId(inbound.threadId())
                .build();
    }

    /** What makes two requests the same message, whatever else they say: {@code connector_id:envelope_id}. */
    public String idempotencyKey() {
        return connectorId.value() + ":" + envelopeId.value();
    }

    /** Starts with what every message has; the rest is absent or has its default. */
    public static OutboundMessageRequestBuilder builder(
            EnvelopeId envelopeId, ConnectorId connectorId, ConversationId conversationId, String text) {
        return new OutboundMessageRequestBuilder(envelopeId, connectorId, conversationId, text);
    }

    public OutboundMessageRequestBuilder toBuilder() {
        return builder(envelopeId, connectorId, conversationId, text)
                .replyThreadId(replyThreadId)
                .inReplyToMessageId(inReplyToMessageId)
                .broadcast(broadcast)
                .autoAckText(autoAckText)
                .autoReaction(autoReaction)
                .attachments(attachments)
                .structuredJson(structuredJson)
                .a2uiUpdate(a2uiUpdate)
                .timeoutMs(timeoutMs)
                .maxPayloadBytes(maxPayloadBytes);
    }
}
