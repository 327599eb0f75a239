package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.Capability;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends now, once, not durably: an outbound message in, its receipt out; a failure is thrown as its exception. Or works on
 * a message that the platform has: the request of the operation in, its result out.
 */
final class ConnectorProducer extends DefaultProducer {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorProducer.class);

    private final ConnectorEndpoint endpoint;

    ConnectorProducer(ConnectorEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        MessageOperation operation = MessageOperation.fromOption(
                exchange.getMessage().getHeader(PalyraConstants.OPERATION, endpoint.getOperation(), String.class));
        if (operation == MessageOperation.SEND) {
            send(exchange);
        } else {
            operate(exchange.getMessage(), operation);
        }
    }

    private void operate(Message message, MessageOperation operation) throws DeliveryException {
        Capability capability = endpoint.getComponent().capabilities().of(operation.feature());
        if (!capability.supported() || !(endpoint.adapter() instanceof MessageOperations operations)) {
            throw new UnsupportedOperationException(
                    endpoint.connectorId() + " refuses " + operation.optionName() + ": " + reason(capability));
        }
        ConnectorHost host = endpoint.getComponent()
                .host()
                .orElseThrow(() -> new IllegalStateException("no program around " + endpoint.connectorId()));
        Object request = EnvelopeBody.read(message, OperationRunner.requestType(operation));
        message.setBody(new OperationRunner(endpoint.connectorId(), host).run(operations, operation, request));
    }

    private static String reason(Capability capability) {
        return capability.reason() == null ? "its adapter has no message operations" : capability.reason();
    }

    private void send(Exchange exchange) throws DeliveryException {
        Message message = exchange.getMessage();
        OutboundMessageRequest request = rendered(request(message), exchange);
        BotRules bots = endpoint.getComponent().botRules(endpoint);
        bots.speaks(request.conversationId());
        DeliveryOutcome outcome = outcome(request);
        if (isCertainlyNotSent(outcome)) {
            bots.didNotSpeak(request.conversationId());
        }
        if (!(outcome instanceof DeliveryOutcome.Delivered delivered)) {
            DeliveryException failure = DeliveryException.of(outcome, unknownResolution());
            exchange.setProperty(PalyraConstants.FAILURE, failure);
            throw failure;
        }
        exchange.removeProperty(PalyraConstants.FAILURE);
        DeliveryReceipt receipt = DeliveryReceipt.of(outcome, request.idempotencyKey());
        exchange.setProperty(PalyraConstants.RECEIPT, receipt);
        message.setBody(receipt);
        message.setHeader(PalyraConstants.RECEIPT_STATE, receipt.state().wireName());
        message.setHeader(
                PalyraConstants.NATIVE_MESSAGE_ID, delivered.nativeMessageId().value());
    }

    /** A failure to say so must not hide the outcome, which is known: the message would be sent again. */
    private UnknownResolution unknownResolution() {
        return Asking.of(
                endpoint.connectorId(), "unknownResolution", endpoint::unknownResolution, UnknownResolution.OPERATOR);
    }

    private static boolean isCertainlyNotSent(DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.PermanentFailure
                || (outcome instanceof DeliveryOutcome.Retry retry && !retry.uncertain());
    }

    private OutboundMessageRequest request(Message message) {
        OutboundMessageRequest request = EnvelopeBody.read(message, OutboundMessageRequest.class);
        if (!request.connectorId().equals(endpoint.connectorId())) {
            throw new InvalidEnvelopeException(
                    "connector_id",
                    "is for another connector",
                    request.connectorId().value());
        }
        return request;
    }

    /** What the outbox hands over was rendered, and split, when it was accepted. Anything else is one message, or none. */
    private OutboundMessageRequest rendered(OutboundMessageRequest request, Exchange exchange) {
        if (request.idempotencyKey().equals(exchange.getProperty(PalyraConstants.RENDERED, String.class))) {
            return request;
        }
        Markup markup = endpoint.markup(endpoint.getComponent().markup());
        RenderedText rendered = RenderedText.of(request, markup);
        endpoint.getComponent()
                .limits()
                .ifPresent(declared -> requireOneMessage(
                        rendered.text(), endpoint.limits(declared).textCharsMax()));
        requireNoneBehind(request, rendered.text(), markup);
        return rendered.in(request);
    }

    private static void requireOneMessage(String text, int charsMax) {
        if (text.length() > charsMax) {
            throw new InvalidEnvelopeException(
                    "text",
                    "is longer than one message of the platform; palyra-outbox: makes several of it",
                    text.length() + " characters as it takes them, at most " + charsMax);
        }
    }

    private static void requireNoneBehind(OutboundMessageRequest request, String text, Markup markup) {
        if (!request.attachments().isEmpty() && !markup.behind(request, text).isEmpty()) {
            throw new InvalidEnvelopeException(
                    "attachments",
                    "do not fit into one message of the platform with this text; palyra-outbox: makes several of it",
                    String.valueOf(request.attachments().size()));
        }
    }

    /** An adapter that fails with an exception leaves open whether the platform has the message. */
    private DeliveryOutcome outcome(OutboundMessageRequest request) {
        try {
            return Objects.requireNonNull(endpoint.adapter().send(request), "no outcome");
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed while sending {}", endpoint.connectorId(), request.envelopeId(), e);
            return new DeliveryOutcome.Unknown("the connector failed while sending: " + e);
        }
    }
}
