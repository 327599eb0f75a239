package io.palyra.connectors.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.protocol.WireFormat;
import java.util.Optional;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes and under which id. What the URI says wins over an envelope, and that over headers: those may be
 * left from the message that the exchange was made for.
 *
 * @param conversation of the URI
 */
record Addressing(ConnectorId connectorId, @Nullable ConversationId conversation) {

    private static final String ENVELOPE_ID = "envelope_id";
    private static final String CONNECTOR_ID = "connector_id";
    private static final String CONVERSATION_ID = "conversation_id";

    /** The id that the header sets; the one of the message that the exchange was made for is no other message's. */
    static Optional<EnvelopeId> chosenId(Message message) {
        return header(message, PalyraConstants.ENVELOPE_ID)
                .filter(id -> !id.equals(ownId(message)))
                .map(EnvelopeId::new)
                .map(EnvelopeId::requireChosen);
    }

    private static @Nullable String ownId(Message message) {
        return message.getExchange().getProperty(PalyraConstants.OWN_ENVELOPE_ID, String.class);
    }

    /** The id that the content itself names. */
    static Optional<EnvelopeId> namedId(Message message, OutboundContent content) {
        if (content instanceof OutboundContent.Request named) {
            EnvelopeId id = named.request().envelopeId();
            // A copy of the very message that is being delivered is another message
            return id.value().equals(ownId(message)) ? Optional.empty() : Optional.of(id.requireChosen());
        } else if (content instanceof OutboundContent.Tree tree && isStated(tree.fields(), ENVELOPE_ID)) {
            return Optional.of(WireFormat.convert(tree.fields().get(ENVELOPE_ID), EnvelopeId.class)
                    .requireChosen());
        }
        return Optional.empty();
    }

    OutboundMessageRequest request(Message message, OutboundContent content, EnvelopeId id) {
        if (content instanceof OutboundContent.Words words) {
            return words(message, words, id);
        } else if (content instanceof OutboundContent.Request named) {
            return toConversationOfTheUri(ours(named.request()), id);
        }
        return toConversationOfTheUri(
                ours(WireFormat.convert(
                        complete(message, (OutboundContent.Tree) content, id), OutboundMessageRequest.class)),
                id);
    }

    private ObjectNode complete(Message message, OutboundContent.Tree content, EnvelopeId id) {
        ObjectNode fields = content.fields().deepCopy();
        fields.put(ENVELOPE_ID, id.value());
        if (!isStated(fields, CONNECTOR_ID)) {
            fields.put(CONNECTOR_ID, connectorId.value());
        }
        if (!isStated(fields, CONVERSATION_ID)) {
            fields.put(CONVERSATION_ID, conversation(message).value());
        }
        return fields;
    }

    private static boolean isStated(ObjectNode fields, String name) {
        return fields.hasNonNull(name);
    }

    private OutboundMessageRequest ours(OutboundMessageRequest request) {
        if (!request.connectorId().equals(connectorId)) {
            throw new InvalidEnvelopeException(
                    CONNECTOR_ID,
                    "is for another connector than " + connectorId,
                    request.connectorId().value());
        }
        return request;
    }

    /** A thread, and a message that is answered, are of the conversation that the envelope names. */
    private OutboundMessageRequest toConversationOfTheUri(OutboundMessageRequest request, EnvelopeId id) {
        var sent = request.toBuilder().envelopeId(id);
        if (conversation != null && !conversation.equals(request.conversationId())) {
            sent.conversationId(conversation).replyThreadId(null).inReplyToMessageId(null);
        }
        return sent.build();
    }

    private OutboundMessageRequest words(Message message, OutboundContent.Words words, EnvelopeId id) {
        var request = OutboundMessageRequest.builder(id, connectorId, conversation(message), words.text())
                .attachments(words.attachments());
        if (conversation == null) {
            header(message, PalyraConstants.THREAD_ID).map(ThreadId::new).ifPresent(request::replyThreadId);
            header(message, PalyraConstants.IN_REPLY_TO).map(MessageId::new).ifPresent(request::inReplyToMessageId);
        }
        return request.build();
    }

    private ConversationId conversation(Message message) {
        return Optional.ofNullable(conversation)
                .or(() -> header(message, PalyraConstants.CONVERSATION_ID).map(ConversationId::new))
                .orElseThrow(() -> new InvalidEnvelopeException(
                        CONVERSATION_ID,
                        "is required",
                        "a text needs the option conversationId or the header " + PalyraConstants.CONVERSATION_ID));
    }

    private static Optional<String> header(Message message, String name) {
        @Nullable String value = message.getHeader(name, String.class);
        return Optional.ofNullable(value);
    }
}
