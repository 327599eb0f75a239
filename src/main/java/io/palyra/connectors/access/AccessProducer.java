package io.palyra.connectors.access;

import io.palyra.connectors.adapter.Admission;
import io.palyra.connectors.adapter.EnvelopeBody;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.lane.camel.AfterCommit;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Lets an exchange go on whose sender may talk, and ends the route of any other one. */
final class AccessProducer extends DefaultAsyncProducer {

    private final Access access;
    private final AfterCommit afterCommit;
    private final ConnectorId connectorId;

    AccessProducer(AccessEndpoint endpoint, Access access, AfterCommit afterCommit, ConnectorId connectorId) {
        super(endpoint);
        this.access = access;
        this.afterCommit = afterCommit;
        this.connectorId = connectorId;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Admission admission = Admission.of(exchange);
        if (admission != null && admission.facts() == null) {
            callback.done(true);
            return true;
        }
        InboundMessageEvent event;
        CompletableFuture<AccessReason> decided;
        try {
            event = event(exchange, admission);
            decided = check(event, admission);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        if (decided.isDone() && !decided.isCompletedExceptionally()) {
            tell(exchange, event, decided.join());
            callback.done(true);
            return true;
        }
        return afterCommit.answer(exchange, callback, false, () -> decided.whenComplete(
                        (reason, failure) -> storeFailed(admission, failure))
                .thenApply(reason -> () -> tell(exchange, event, reason)));
    }

    /** By what the connector has said; a message that comes from elsewhere says it itself. */
    private InboundMessageEvent event(Exchange exchange, @Nullable Admission admission) {
        InboundMessageEvent event = admission == null
                ? EnvelopeBody.read(exchange.getMessage(), InboundMessageEvent.class)
                : admission.received();
        if (!event.connectorId().equals(connectorId)) {
            throw new InvalidEnvelopeException(
                    "connector_id",
                    "is for another connector than " + connectorId,
                    event.connectorId().value());
        }
        return event;
    }

    private CompletableFuture<AccessReason> check(InboundMessageEvent event, @Nullable Admission admission) {
        InboundFacts facts = admission == null ? null : admission.facts();
        try {
            return facts == null ? access.check(event) : access.check(event, facts);
        } catch (RuntimeException e) {
            storeFailed(admission, e);
            throw e;
        }
    }

    /** The store takes nothing at present: no fault of the message. Whatever else fails is as a step that fails. */
    private static void storeFailed(@Nullable Admission admission, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof StoreUnavailableException && admission != null) {
            admission.failedInInbox();
        }
    }

    private void tell(Exchange exchange, InboundMessageEvent event, AccessReason reason) {
        Admission admission = Admission.of(exchange);
        if (reason.isAllowed()) {
            if (admission != null) {
                admission.letIn();
            }
            return;
        }
        access.refused(event, reason);
        if (admission != null) {
            admission.refuse("access refused (" + reason.wireName() + "): " + reason.description());
        }
        exchange.setRouteStop(true);
    }
}
