package io.palyra.connectors.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.lane.Transactions;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.protocol.WireFormat;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Stores a message and waits for its commit: a request, its JSON, or plain text in; {@link EnqueueOutcome} out. */
final class OutboxProducer extends DefaultProducer {

    private final OutboxEndpoint endpoint;
    private final ConnectorId connectorId;

    OutboxProducer(OutboxEndpoint endpoint, ConnectorId connectorId) {
        super(endpoint);
        this.endpoint = endpoint;
        this.connectorId = connectorId;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        OutboundMessageRequest request = request(message);
        if (!request.connectorId().equals(connectorId)) {
            throw new InvalidEnvelopeException(
                    "connector_id",
                    "is for another connector than " + connectorId,
                    request.connectorId().value());
        }
        Outbox outbox =
                CamelContextHelper.mandatoryFindSingleByType(getEndpoint().getCamelContext(), Outbox.class);
        EnqueueOutcome outcome = Transactions.await(outbox.enqueue(request));
        message.setBody(outcome);
        message.setHeader(PalyraConstants.ENVELOPE_ID, outcome.envelopeId().value());
    }

    private OutboundMessageRequest request(Message message) {
        if (message.getBody() instanceof OutboundMessageRequest request) {
            return request;
        }
        String text = message.getBody(String.class);
        if (text == null || text.isBlank()) {
            throw new InvalidEnvelopeException("text", "cannot be empty");
        }
        return envelope(text).orElseGet(() -> plain(message, text));
    }

    /** A JSON object that names its conversation is a request; everything else is text for people. */
    private static Optional<OutboundMessageRequest> envelope(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        JsonNode tree;
        try {
            tree = WireFormat.tree(text);
        } catch (InvalidEnvelopeException e) {
            return Optional.empty();
        }
        return tree.has("conversation_id") && tree.has("text")
                ? Optional.of(WireFormat.convert(tree, OutboundMessageRequest.class))
                : Optional.empty();
    }

    private OutboundMessageRequest plain(Message message, String text) {
        String conversation = header(message, PalyraConstants.CONVERSATION_ID).orElse(endpoint.getConversationId());
        if (conversation == null) {
            throw new InvalidEnvelopeException(
                    "conversation_id",
                    "is required",
                    "plain text needs the option conversationId or the header " + PalyraConstants.CONVERSATION_ID);
        }
        EnvelopeId envelopeId = header(message, PalyraConstants.ENVELOPE_ID)
                .map(EnvelopeId::new)
                .orElseGet(() -> new EnvelopeId(UlidCreator.getMonotonicUlid().toString()));
        return OutboundMessageRequest.builder(envelopeId, connectorId, new ConversationId(conversation), text)
                .replyThreadId(header(message, PalyraConstants.THREAD_ID)
                        .map(ThreadId::new)
                        .orElse(null))
                .inReplyToMessageId(header(message, PalyraConstants.IN_REPLY_TO)
                        .map(MessageId::new)
                        .orElse(null))
                .build();
    }

    private static Optional<String> header(Message message, String name) {
        @Nullable String value = message.getHeader(name, String.class);
        return Optional.ofNullable(value);
    }
}
