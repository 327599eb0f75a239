package io.palyra.connectors.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.ListBody;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.lane.camel.AfterCommit;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.WireFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a message, or a list of them in one commit. {@link EnqueueOutcome} out, or a list of them, once it is committed:
 * no thread waits for it.
 */
final class OutboxProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxProducer.class);

    private record Sending(SendIds.Send send, List<OutboundContent> contents, boolean isList) {}

    private final AfterCommit afterCommit;
    private final Addressing addressing;
    private final BodyReader reader;
    private final boolean synchronous;
    private final AtomicBoolean warned = new AtomicBoolean();

    OutboxProducer(OutboxEndpoint endpoint, AfterCommit afterCommit, ConnectorId connectorId) {
        super(endpoint);
        this.afterCommit = afterCommit;
        this.addressing = new Addressing(
                connectorId,
                Optional.ofNullable(endpoint.getConversationId())
                        .map(ConversationId::new)
                        .orElse(null));
        this.reader = new BodyReader(BodyType.fromOption(endpoint.getBodyType()));
        this.synchronous = endpoint.isSynchronous();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return afterCommit.answer(exchange, callback, synchronous, () -> {
            Sending sending = sending(exchange);
            Outbox outbox =
                    CamelContextHelper.mandatoryFindSingleByType(getEndpoint().getCamelContext(), Outbox.class);
            return outbox.enqueueAll(requests(exchange.getMessage(), sending))
                    .thenApply(outcomes -> () -> answer(exchange, sending, outcomes));
        });
    }

    /** The answer of an earlier send is no message: what was sent then is sent once more. */
    private Sending sending(Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        Sent last = Sent.of(message);
        List<OutboundContent> contents = last != null && last.answer() == body ? last.contents() : reader.read(message);
        if (contents.size() == 1 && contents.get(0) instanceof OutboundContent.Words words) {
            warnOfEnvelope(exchange, words.text());
        }
        return new Sending(SendIds.begin(exchange, contents.size()), contents, body instanceof Collection<?>);
    }

    private List<OutboundMessageRequest> requests(Message message, Sending sending) {
        List<OutboundContent> contents = sending.contents();
        Optional<EnvelopeId> chosen = Addressing.chosenId(message);
        List<Integer> indexes = IntStream.range(0, contents.size()).boxed().toList();
        List<Integer> withoutId = new ArrayList<>();
        List<OutboundMessageRequest> requests = ListBody.each(indexes, index -> {
            OutboundContent content = contents.get(index);
            EnvelopeId id = Addressing.namedId(message, content).orElseGet(() -> {
                withoutId.add(index);
                return chosen.orElseGet(() -> sending.send().ids().get(index));
            });
            return addressing.request(message, content, id);
        });
        if (chosen.isPresent() && withoutId.size() > 1) {
            throw new InvalidEnvelopeException(
                    "envelope_id",
                    "is one id for " + withoutId.size() + " messages",
                    "remove the header " + PalyraConstants.ENVELOPE_ID
                            + ", or let each message name its own (bodyType=envelope)");
        }
        return requests;
    }

    private static void answer(Exchange exchange, Sending sending, List<EnqueueOutcome> outcomes) {
        Message message = exchange.getMessage();
        Object answer = sending.isList() ? outcomes : outcomes.get(0);
        new Sent(sending.send().number() + 1, answer, sending.contents()).keepIn(message);
        message.setBody(answer);
        if (sending.isList()) {
            message.removeHeader(PalyraConstants.OUTBOX_ENVELOPE_ID);
        } else {
            message.setHeader(
                    PalyraConstants.OUTBOX_ENVELOPE_ID,
                    outcomes.get(0).envelopeId().value());
        }
    }

    /** Once for each step that sends. Text that only looks like an envelope is what this is about, too. */
    private void warnOfEnvelope(Exchange exchange, String text) {
        if (!warned.get() && isEnvelope(text) && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "Route {} sends a text that reads like an OutboundMessageRequest to {}: people will see the JSON."
                            + " Where the route makes it on purpose, add bodyType=envelope; where it comes from outside,"
                            + " leave it as it is. Said once",
                    exchange.getFromRouteId(),
                    addressing.connectorId());
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
}
