package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneRoute;
import io.palyra.connectors.lane.Reachability;
import io.palyra.connectors.lane.RetryPolicies;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.router.DaemonRejectedException;
import io.palyra.connectors.router.DaemonUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.jspecify.annotations.Nullable;

/** Connects the inbox to its Camel route: an admitted message in, the daemon's answer out. */
public final class InboxRoute implements LaneRoute {

    /** Exchange property that keeps the message as it was claimed, whatever a step makes of the body. */
    private static final String EVENT = "PalyraInboundMessageEvent";

    private final InboxSettlement settlement;
    private final InboundSources sources;
    private final RetryPolicies policies;
    private final Reachability reachability;
    private final Clock clock;

    public InboxRoute(
            InboxSettlement settlement,
            InboundSources sources,
            RetryPolicies policies,
            Reachability reachability,
            Clock clock) {
        this.settlement = settlement;
        this.sources = sources;
        this.policies = policies;
        this.reachability = reachability;
        this.clock = clock;
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
        } else if (failure instanceof DaemonRejectedException) {
            reachability.answered(direction(), delivery.lane().connectorId());
            settlement.notRouted(delivery, String.valueOf(failure.getMessage()));
        } else {
            again(exchange, delivery, failure);
        }
    }

    @Override
    public void unsettled(Exchange exchange, LaneDelivery delivery) {
        Exception failure = exchange.getException();
        if (failure instanceof RejectedExecutionException) {
            delivery.giveBack();
            return;
        }
        again(
                exchange,
                delivery,
                failure != null ? failure : new IllegalStateException("the route ended without palyra-settle:inbox"));
    }

    private void answered(Exchange exchange, LaneDelivery delivery) {
        RouteInboundResult result;
        try {
            result = exchange.getMessage().getMandatoryBody(RouteInboundResult.class);
        } catch (InvalidPayloadException | RuntimeException e) {
            again(
                    exchange,
                    delivery,
                    new DaemonUnavailableException(
                            "the body at palyra-settle:inbox is no RouteInboundResult", null, e));
            return;
        }
        reachability.answered(direction(), delivery.lane().connectorId());
        if (result.accepted()) {
            settlement.routed(delivery, exchange.getProperty(EVENT, InboundMessageEvent.class), result);
        } else if (result.queuedForRetry()) {
            again(exchange, delivery, new DaemonUnavailableException(result.decisionReason(), null, null));
        } else {
            settlement.notRouted(delivery, result.decisionReason());
        }
    }

    private void again(Exchange exchange, LaneDelivery delivery, Exception failure) {
        int attempts = delivery.entry().attempts() + 1;
        @Nullable
        Duration stated = failure instanceof DaemonUnavailableException told
                ? told.retryAfter().orElse(null)
                : null;
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof DaemonUnavailableException) {
            reachability.failed(
                    direction(), delivery.lane().connectorId(), delivery.lane().laneId(), reason);
        }
        policies.nextDelay(exchange, failure, attempts, stated)
                .ifPresentOrElse(
                        wait -> settlement.waiting(delivery, attempts, reason, clock.millis() + wait.toMillis()),
                        () -> settlement.dead(delivery, attempts, reason + " (" + attempts + " attempts)"));
    }
}
