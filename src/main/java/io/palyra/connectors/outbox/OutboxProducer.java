package io.palyra.connectors.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.adapter.EnvelopeBody;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a message and waits for its commit: a request, plain text, or with {@code bodyType=envelope} a request's JSON in;
 * {@link EnqueueOutcome} out.
 */
final class OutboxProducer extends DefaultProducer {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxProducer.class);

    private final OutboxEndpoint endpoint;
    private final ConnectorId connectorId;
    private final BodyType bodyType;
    private final AtomicBoolean warned = new AtomicBoolean();

    OutboxProducer(OutboxEndpoint endpoint, ConnectorId connectorId, BodyType bodyType) {
        super(endpoint);
        this.endpoint = endpoint;
        this.connectorId = connectorId;
        this.bodyType = bodyType;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        OutboundMessageRequest request = request(exchange);
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

    private OutboundMessageRequest request(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof OutboundMessageRequest request) {
            return toConversationOfTheUri(request);
        }
        if (bodyType == BodyType.ENVELOPE) {
            return toConversationOfTheUri(EnvelopeBody.read(message, OutboundMessageRequest.class));
        }
        String text = message.getBody(String.class);
        if (text == null || text.isBlank()) {
            throw new InvalidEnvelopeException("text", "cannot be empty");
        }
        warnOfEnvelope(exchange, text);
        return plain(message, text);
    }

    private OutboundMessageRequest toConversationOfTheUri(OutboundMessageRequest request) {
        String conversation = endpoint.getConversationId();
        return conversation == null
                ? request
                : request.toBuilder()
                        .conversationId(new ConversationId(conversation))
                        .build();
    }

    /** Once for each step that sends. Text that only looks like an envelope is what this is about, too. */
    private void warnOfEnvelope(Exchange exchange, String text) {
        if (!warned.get() && isEnvelope(text) && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "Route {} sends a text that reads like an OutboundMessageRequest to {}: people will see the JSON."
                            + " Where the route makes it on purpose, add bodyType=envelope; where it comes from outside,"
                            + " leave it as it is. Said once",
                    exchange.getFromRouteId(),
                    connectorId);
        }
    }

    private static boolean isEnvelope(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return false;
        }
        try {
            JsonNode tree = WireFormat.tree(text);
            return tree.has("conversation_id") && tree.has("text");
        } catch (InvalidEnvelopeException e) {
            return false;
        }
    }

    private OutboundMessageRequest plain(Message message, String text) {
        Optional<String> written = Optional.ofNullable(endpoint.getConversationId());
        String conversation = written.or(() -> header(message, PalyraConstants.CONVERSATION_ID))
                .orElseThrow(() -> new InvalidEnvelopeException(
                        "conversation_id",
                        "is required",
                        "plain text needs the option conversationId or the header " + PalyraConstants.CONVERSATION_ID));
        EnvelopeId envelopeId = header(message, PalyraConstants.ENVELOPE_ID)
                .map(EnvelopeId::new)
                .orElseGet(() -> new EnvelopeId(UlidCreator.getMonotonicUlid().toString()));
        var request = OutboundMessageRequest.builder(envelopeId, connectorId, new ConversationId(conversation), text);
        if (written.isEmpty()) {
            header(message, PalyraConstants.THREAD_ID).map(ThreadId::new).ifPresent(request::replyThreadId);
            header(message, PalyraConstants.IN_REPLY_TO).map(MessageId::new).ifPresent(request::inReplyToMessageId);
        }
        return request.build();
    }

    private static Optional<String> header(Message message, String name) {
        @Nullable String value = message.getHeader(name, String.class);
        return Optional.ofNullable(value);
    }
}
