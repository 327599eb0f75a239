package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.UnknownOutcomeException;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneRoute;
import io.palyra.connectors.lane.RetryPolicies;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.WireFormat;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Connects the outbox to its Camel route: a claimed message in, its outcome out. */
public final class OutboxRoute implements LaneRoute {

    private final OutboxSettlement settlement;
    private final DeliveryTargets targets;
    private final RetryPolicies policies;
    private final Clock clock;

    public OutboxRoute(OutboxSettlement settlement, DeliveryTargets targets, RetryPolicies policies, Clock clock) {
        this.settlement = settlement;
        this.targets = targets;
        this.policies = policies;
        this.clock = clock;
    }

    @Override
    public Direction direction() {
        return Direction.OUTBOUND;
    }

    @Override
    public void begin(Exchange exchange, LaneDelivery delivery) {
        if (delivery.interrupted() && !targets.resendIsSafe(delivery.lane().connectorId())) {
            settlement.unknown(
                    delivery,
                    delivery.entry().attempts(),
                    "the process ended while the message may have been on its way",
                    null);
            return;
        }
        OutboundMessageRequest request = WireFormat.read(delivery.entry().payload(), OutboundMessageRequest.class);
        exchange.getMessage().setBody(request);
        EnvelopeHeaders.of(request, exchange.getMessage());
        exchange.getMessage()
                .setHeader(PalyraConstants.ATTEMPT, delivery.entry().attempts() + 1);
    }

    @Override
    public void settle(Exchange exchange, LaneDelivery delivery) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        DeliveryReceipt receipt = exchange.getProperty(PalyraConstants.RECEIPT, DeliveryReceipt.class);
        if (receipt != null && receipt.externalMessageId() != null) {
            settlement.delivered(delivery, receipt.externalMessageId());
        } else if (failure == null) {
            failed(exchange, delivery, new IllegalStateException("the route settled the message without sending it"));
        } else {
            failed(exchange, delivery, failure);
        }
    }

    @Override
    public void unsettled(Exchange exchange, LaneDelivery delivery) {
        Exception failure = exchange.getException();
        if (failure instanceof RejectedExecutionException && exchange.getProperty(PalyraConstants.RECEIPT) == null) {
            delivery.giveBack();
            return;
        }
        if (failure != null) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        }
        settle(exchange, delivery);
    }

    private void failed(Exchange exchange, LaneDelivery delivery, Exception failure) {
        int attempts = delivery.entry().attempts() + 1;
        DeliveryOutcome outcome = failure instanceof DeliveryException told ? told.outcome() : outcomeOf(failure);
        if (outcome instanceof DeliveryOutcome.PermanentFailure permanent) {
            permanent(delivery, permanent, attempts);
        } else if (outcome instanceof DeliveryOutcome.Unknown unknown) {
            boolean resend = failure instanceof UnknownOutcomeException told && told.resendIsSafe();
            Optional<Duration> wait = resend ? policies.nextDelay(exchange, failure, attempts, null) : Optional.empty();
            settlement.unknown(
                    delivery, attempts, unknown.reason(), wait.map(this::after).orElse(null));
        } else if (outcome instanceof DeliveryOutcome.Retry retry) {
            if (retry.retryClass() == RetryClass.CONNECTOR_RESTARTING) {
                targets.restart(delivery.lane().connectorId(), retry.reason());
            }
            again(exchange, delivery, failure, retry.retryClass(), retry.reason(), retry.retryAfter());
        } else {
            again(exchange, delivery, failure, null, "the route failed before sending: " + failure, null);
        }
    }

    /** A failure that no connector reported: null where another attempt may succeed. */
    private static @Nullable DeliveryOutcome outcomeOf(Exception failure) {
        return failure instanceof InvalidEnvelopeException invalid
                ? new DeliveryOutcome.PermanentFailure(String.valueOf(invalid.getMessage()), Fault.MESSAGE, null)
                : null;
    }

    private void permanent(LaneDelivery delivery, DeliveryOutcome.PermanentFailure failure, int attempts) {
        if (failure.fault() == Fault.CONNECTOR) {
            Readiness readiness = failure.readiness() == null ? Readiness.MISCONFIGURED : failure.readiness();
            targets.notReady(delivery.lane().connectorId(), readiness, failure.reason());
            settlement.givenBack(delivery, readiness, failure.reason());
        } else {
            settlement.dead(delivery, attempts, failure.reason());
        }
    }

    private void again(
            Exchange exchange,
            LaneDelivery delivery,
            Exception failure,
            @Nullable RetryClass retryClass,
            String reason,
            @Nullable Duration stated) {
        int attempts = delivery.entry().attempts() + 1;
        policies.nextDelay(exchange, failure, attempts, stated)
                .ifPresentOrElse(
                        wait -> settlement.waiting(delivery, attempts, retryClass, reason, after(wait)),
                        () -> settlement.dead(delivery, attempts, reason + " (" + attempts + " attempts)"));
    }

    private long after(Duration wait) {
        return clock.millis() + wait.toMillis();
    }
}
