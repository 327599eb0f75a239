package io.palyra.connectors.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the components of an {@link InboundMessageEvent}; {@link #build()} checks them. For one thread. */
public final class InboundMessageEventBuilder {
    private EnvelopeId envelopeId;
    private final ConnectorId connectorId;
    private final ConversationId conversationId;
    private final SenderId senderId;
    private String body;
    private @Nullable ThreadId threadId;
    private @Nullable String senderDisplay;
    private @Nullable MessageId adapterMessageId;
    private @Nullable ThreadId adapterThreadId;
    private long receivedAtUnixMs = System.currentTimeMillis();
    private boolean directMessage;
    private boolean requestedBroadcast;
    private boolean senderIsBot;
    private @Nullable MessageId inReplyToMessageId;
    private @Nullable String inReplyToBody;
    private List<AttachmentRef> attachments = List.of();

    InboundMessageEventBuilder(
            EnvelopeId envelopeId,
            ConnectorId connectorId,
            ConversationId conversationId,
            SenderId senderId,
            String body) {
        this.envelopeId = envelopeId;
        this.connectorId = connectorId;
        this.conversationId = conversationId;
        this.senderId = senderId;
        this.body = body;
    }

    public InboundMessageEventBuilder envelopeId(EnvelopeId value) {
        envelopeId = value;
        return this;
    }

    public InboundMessageEventBuilder body(String value) {
        body = value;
        return this;
    }

    public InboundMessageEventBuilder threadId(@Nullable ThreadId value) {
        threadId = value;
        return this;
    }

    public InboundMessageEventBuilder senderDisplay(@Nullable String value) {
        senderDisplay = value;
        return this;
    }

    public InboundMessageEventBuilder adapterMessageId(@Nullable MessageId value) {
        adapterMessageId = value;
        return this;
    }

    public InboundMessageEventBuilder adapterThreadId(@Nullable ThreadId value) {
        adapterThreadId = value;
        return this;
    }

    public InboundMessageEventBuilder receivedAtUnixMs(long value) {
        receivedAtUnixMs = value;
        return this;
    }

    public InboundMessageEventBuilder directMessage(boolean value) {
        directMessage = value;
        return this;
    }

    public InboundMessageEventBuilder requestedBroadcast(boolean value) {
        requestedBroadcast = value;
        return this;
    }

    public InboundMessageEventBuilder senderIsBot(boolean value) {
        senderIsBot = value;
        return this;
    }

    /**
     * The message that this one answers.
     *
     * @param body what it says, as far as it is known
     */
    public InboundMessageEventBuilder inReplyTo(@Nullable MessageId messageId, @Nullable String body) {
        inReplyToMessageId = messageId;
        inReplyToBody = body;
        return this;
    }

    public InboundMessageEventBuilder attachments(List<AttachmentRef> value) {
        attachments = value;
        return this;
    }

    /**
     * The checked value.
     *
     * @throws InvalidEnvelopeException naming the first field that breaks a rule
     */
    public InboundMessageEvent build() {
        return new InboundMessageEvent(
                envelopeId,
                connectorId,
                conversationId,
                threadId,
                senderId,
                senderDisplay,
                body,
                adapterMessageId,
                adapterThreadId,
                receivedAtUnixMs,
                directMessage,
                requestedBroadcast,
                senderIsBot,
                inReplyToMessageId,
                inReplyToBody,
                attachments);
    }
}
