package io.palyra.connectors.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the components of an {@link OutboundMessageRequest}; {@link #build()} checks them. For one thread. */
public final class OutboundMessageRequestBuilder {
    private EnvelopeId envelopeId;
    private final ConnectorId connectorId;
    private ConversationId conversationId;
    private String text;
    private @Nullable ThreadId replyThreadId;
    private @Nullable MessageId inReplyToMessageId;
    private boolean broadcast;
    private @Nullable String autoAckText;
    private @Nullable String autoReaction;
    private List<AttachmentRef> attachments = List.of();
    private @Nullable JsonValue structuredJson;
    private @Nullable A2uiUpdate a2uiUpdate;
    private int timeoutMs = OutboundMessageRequest.DEFAULT_TIMEOUT_MS;
    private int maxPayloadBytes = OutboundMessageRequest.DEFAULT_PAYLOAD_BYTES_MAX;

    OutboundMessageRequestBuilder(
            EnvelopeId envelopeId, ConnectorId connectorId, ConversationId conversationId, String text) {
        this.envelopeId = envelopeId;
        this.connectorId = connectorId;
        this.conversationId = conversationId;
        this.text = text;
    }

    public OutboundMessageRequestBuilder envelopeId(EnvelopeId value) {
        envelopeId = value;
        return this;
    }

    public OutboundMessageRequestBuilder conversationId(ConversationId value) {
        conversationId = value;
        return this;
    }

    public OutboundMessageRequestBuilder text(String value) {
        text = value;
        return this;
    }

    public OutboundMessageRequestBuilder replyThreadId(@Nullable ThreadId value) {
        replyThreadId = value;
        return this;
    }

    public OutboundMessageRequestBuilder inReplyToMessageId(@Nullable MessageId value) {
        inReplyToMessageId = value;
        return this;
    }

    public OutboundMessageRequestBuilder broadcast(boolean value) {
        broadcast = value;
        return this;
    }

    public OutboundMessageRequestBuilder autoAckText(@Nullable String value) {
        autoAckText = value;
        return this;
    }

    public OutboundMessageRequestBuilder autoReaction(@Nullable String value) {
        autoReaction = value;
        return this;
    }

    public OutboundMessageRequestBuilder attachments(List<AttachmentRef> value) {
        attachments = value;
        return this;
    }

    public OutboundMessageRequestBuilder structuredJson(@Nullable JsonValue value) {
        structuredJson = value;
        return this;
    }

    public OutboundMessageRequestBuilder a2uiUpdate(@Nullable A2uiUpdate value) {
        a2uiUpdate = value;
        return this;
    }

    public OutboundMessageRequestBuilder timeoutMs(int value) {
        timeoutMs = value;
        return this;
    }

    public OutboundMessageRequestBuilder maxPayloadBytes(int value) {
        maxPayloadBytes = value;
        return this;
    }

    /**
     * The checked value.
     *
     * @throws InvalidEnvelopeException naming the first field that breaks a rule
     */
    public OutboundMessageRequest build() {
        return new OutboundMessageRequest(
                envelopeId,
                connectorId,
                conversationId,
                replyThreadId,
                inReplyToMessageId,
                text,
                broadcast,
                autoAckText,
                autoReaction,
                attachments,
                structuredJson,
                a2uiUpdate,
                timeoutMs,
                maxPayloadBytes);
    }
}
