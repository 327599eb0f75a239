package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.engine.InboundEnd;
import io.palyra.connectors.engine.InboundRules;
import io.palyra.connectors.engine.RetrySchedule;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneRoute;
import io.palyra.connectors.lane.RetryPolicies;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.router.DaemonRejectedException;
import io.palyra.connectors.router.DaemonUnavailableException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;

/** Connects the inbox to its Camel route: an admitted message in, the end of the call out to {@link InboundRules}. */
public final class InboxRoute implements LaneRoute {

    /** Exchange property that keeps the message as it was claimed, whatever a step makes of the body. */
    private static final String EVENT = "PalyraInboundMessageEvent";

    private final InboxSettlement settlement;
    private final InboundSources sources;
    private final RetryPolicies policies;

    public InboxRoute(InboxSettlement settlement, InboundSources sources, RetryPolicies policies) {
        this.settlement = settlement;
        this.sources = sources;
        this.policies = policies;
    }

    @Override
    public Direction direction() {
        return Direction.INBOUND;
    }

    @Override
    public void begin(Exchange exchange, LaneDelivery delivery) {
        InboundMessageEvent event = WireFormat.read(delivery.entry().payload(), InboundMessageEvent.class);
        exchange.setProperty(EVENT, event);
        exchange.getMessage().setBody(event);
        EnvelopeHeaders.of(event, exchange.getMessage());
        exchange.getMessage()
                .setHeader(
                        PalyraConstants.PRINCIPAL,
                        sources.principal(event.connectorId()).value());
        exchange.getMessage()
                .setHeader(PalyraConstants.ATTEMPT, delivery.entry().attempts() + 1);
    }

    @Override
    public void settle(Exchange exchange, LaneDelivery delivery) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure == null) {
            answered(exchange, delivery);
        } else {
            failed(exchange, delivery, failure);
        }
    }

    @Override
    public void unsettled(Exchange exchange, LaneDelivery delivery) {
        Exception failure = exchange.getException();
        if (failure instanceof RejectedExecutionException
                && exchange.getProperty(PalyraConstants.DAEMON_FAILURE) == null) {
            delivery.giveBack();
            return;
        }
        failed(
                exchange,
                delivery,
                failure != null ? failure : new IllegalStateException("the route ended without palyra-settle:inbox"));
    }

    private void answered(Exchange exchange, LaneDelivery delivery) {
        RouteInboundResult result;
        try {
            result = exchange.getMessage().getMandatoryBody(RouteInboundResult.class);
        } catch (InvalidPayloadException | RuntimeException e) {
            failed(
                    exchange,
                    delivery,
                    new DaemonUnavailableException(
                            "the body at palyra-settle:inbox is no RouteInboundResult", null, e));
            return;
        }
        DaemonUnavailableException failure = DaemonUnavailableException.of(result);
        if (failure != null) {
            failed(exchange, delivery, failure);
        } else {
            apply(exchange, delivery, new InboundEnd.Answered(result), RetrySchedule.NONE);
        }
    }

    private void failed(Exchange exchange, LaneDelivery delivery, Exception failure) {
        Exception told = told(exchange, failure);
        apply(exchange, delivery, end(told), policies.scheduleFor(exchange, told));
    }

    /** What the call itself said: a step that fails after it, one of an error handler too, changes nothing about that. */
    private static Exception told(Exchange exchange, Exception failure) {
        if (isOfTheDaemon(failure)) {
            return failure;
        }
        Exception call = exchange.getProperty(PalyraConstants.DAEMON_FAILURE, Exception.class);
        return call == null ? failure : call;
    }

    private static boolean isOfTheDaemon(Exception failure) {
        return failure instanceof DaemonUnavailableException || failure instanceof DaemonRejectedException;
    }

    private static InboundEnd end(Exception failure) {
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof DaemonRejectedException) {
            return new InboundEnd.Rejected(reason);
        } else if (failure instanceof DaemonUnavailableException told) {
            return new InboundEnd.Failed(told.fault(), reason, told.retryAfter().orElse(null));
        }
        return new InboundEnd.StepFailed(reason);
    }

    private void apply(Exchange exchange, LaneDelivery delivery, InboundEnd end, RetrySchedule schedule) {
        settlement.apply(
                delivery,
                exchange.getProperty(EVENT, InboundMessageEvent.class),
                InboundRules.ended(end, delivery.entry().tries(), schedule));
    }
}
