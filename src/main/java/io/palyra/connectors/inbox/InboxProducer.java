package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.Admission;
import io.palyra.connectors.adapter.EnvelopeBody;
import io.palyra.connectors.adapter.ListBody;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.PutOff;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.lane.camel.AfterCommit;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits a message, or a list of them in one commit: an event or its JSON in, {@link InboundIngestOutcome} out once it is
 * committed, or a list of them. No thread waits for it.
 */
final class InboxProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(InboxProducer.class);

    private final AfterCommit afterCommit;
    private final AccessGate gate;
    private final ConnectorId connectorId;
    private final boolean synchronous;

    InboxProducer(InboxEndpoint endpoint, AfterCommit afterCommit, AccessGate gate, ConnectorId connectorId) {
        super(endpoint);
        this.gate = gate;
        this.afterCommit = afterCommit;
        this.connectorId = connectorId;
        this.synchronous = endpoint.isSynchronous();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Admission admission = Admission.of(exchange);
        if (admission != null && !admission.isLetIn() && !gate.isOpenToAll(connectorId)) {
            refuse(exchange, admission);
            callback.done(true);
            return true;
        }
        Inbox inbox = CamelContextHelper.mandatoryFindSingleByType(getEndpoint().getCamelContext(), Inbox.class);
        return afterCommit.answer(
                exchange,
                callback,
                synchronous,
                () -> exchange.getMessage().getBody() instanceof Collection<?> list
                        ? admitAll(inbox, exchange, list)
                        : admit(inbox, exchange));
    }

    /** A copy of an exchange that was refused ends too; one about which nobody has decided shows a route that is wrong. */
    private void refuse(Exchange exchange, Admission admission) {
        if (admission.refusal() != null) {
            exchange.setRouteStop(true);
        } else {
            exchange.setException(new IllegalStateException(
                    "the message has come to palyra-inbox without palyra-access: put palyra-access:" + connectorId
                            + " before it, on each way through the inbound route"));
        }
    }

    private CompletableFuture<Runnable> admit(Inbox inbox, Exchange exchange) {
        InboundMessageEvent event = ours(EnvelopeBody.read(exchange.getMessage(), InboundMessageEvent.class));
        Admission admission = Admission.of(exchange);
        PutOff putOff = admission == null ? null : admission.putOff();
        return submit(exchange, event, () -> inbox.admit(event, putOff)).thenApply(outcome -> () -> {
            exchange.getMessage().setBody(outcome);
            tell(exchange, outcome);
        });
    }

    /** What the connector that brought the message has to know of the inbox. */
    private static CompletableFuture<InboundIngestOutcome> submit(
            Exchange exchange,
            InboundMessageEvent event,
            Supplier<CompletableFuture<InboundIngestOutcome>> submission) {
        Admission admission = Admission.of(exchange);
        if (admission == null) {
            return submission.get();
        }
        try {
            return submission.get().whenComplete((outcome, failure) -> {
                if (failure != null) {
                    admission.failedInInbox();
                }
            });
        } catch (InvalidEnvelopeException e) {
            admission.rejected(event);
            throw e;
        } catch (RuntimeException e) {
            admission.failedInInbox();
            throw e;
        }
    }

    private static void tell(Exchange exchange, InboundIngestOutcome outcome) {
        Admission admission = Admission.of(exchange);
        if (admission != null && !admission.admitted(outcome)) {
            LOG.warn(
                    "{} has reached the inbox after its inbound route had ended: the platform would not have given it again"
                            + " if it had been lost before. A step hands it on without waiting, as wireTap, seda and"
                            + " aggregate do",
                    exchange.getMessage().getHeader(PalyraConstants.ENVELOPE_ID));
        }
    }

    /** @throws UnknownConnectorException where there is no such instance */
    private CompletableFuture<Runnable> admitAll(Inbox inbox, Exchange exchange, Collection<?> list) {
        Message message = exchange.getMessage();
        List<InboundMessageEvent> events = ListBody.each(list, each -> ours(event(message, each)));
        return inbox.admitAll(events).thenApply(outcomes -> () -> {
            message.setBody(outcomes);
            outcomes.forEach(outcome -> tell(exchange, outcome));
        });
    }

    private static InboundMessageEvent event(Message message, @Nullable Object body) {
        return EnvelopeBody.read(message, body, InboundMessageEvent.class);
    }

    private InboundMessageEvent ours(InboundMessageEvent event) {
        if (!event.connectorId().equals(connectorId)) {
            throw new InvalidEnvelopeException(
                    "connector_id",
                    "is for another connector than " + connectorId,
                    event.connectorId().value());
        }
        return event;
    }
}
