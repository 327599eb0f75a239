package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import org.apache.camel.Message;

/** Mirrors an envelope in headers, so that routes can filter and route by them; its ids, and the text of what came in. */
public final class EnvelopeHeaders {

    private EnvelopeHeaders() {}

    public static void of(InboundMessageEvent event, Message message) {
        message.setHeader(PalyraConstants.CONNECTOR_ID, event.connectorId().value());
        message.setHeader(PalyraConstants.ENVELOPE_ID, event.envelopeId().value());
        message.setHeader(
                PalyraConstants.CONVERSATION_ID, event.conversationId().value());
        message.setHeader(PalyraConstants.SENDER_ID, event.senderId().value());
        message.setHeader(PalyraConstants.SENDER_IS_BOT, event.senderIsBot());
        message.setHeader(PalyraConstants.TEXT, event.body());
        if (event.threadId() != null) {
            message.setHeader(PalyraConstants.THREAD_ID, event.threadId().value());
        }
        if (event.inReplyToMessageId() != null) {
            message.setHeader(
                    PalyraConstants.IN_REPLY_TO, event.inReplyToMessageId().value());
        }
    }

    public static void of(OutboundMessageRequest request, Message message) {
        message.setHeader(PalyraConstants.CONNECTOR_ID, request.connectorId().value());
        message.setHeader(PalyraConstants.ENVELOPE_ID, request.envelopeId().value());
        message.setHeader(
                PalyraConstants.CONVERSATION_ID, request.conversationId().value());
        if (request.replyThreadId() != null) {
            message.setHeader(PalyraConstants.THREAD_ID, request.replyThreadId().value());
        }
        if (request.inReplyToMessageId() != null) {
            message.setHeader(
                    PalyraConstants.IN_REPLY_TO, request.inReplyToMessageId().value());
        }
    }
}
