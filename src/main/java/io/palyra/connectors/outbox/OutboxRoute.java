package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.UnknownOutcomeException;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneRoute;
import io.palyra.connectors.lane.Reachability;
import io.palyra.connectors.lane.RetryPolicies;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.WireFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Connects the outbox to its Camel route: a claimed message in, its outcome out. */
public final class OutboxRoute implements LaneRoute {

    private final OutboxSettlement settlement;
    private final DeliveryTargets targets;
    private final RetryPolicies policies;
    private final Reachability reachability;
    private final Clock clock;

    public OutboxRoute(
            OutboxSettlement settlement,
            DeliveryTargets targets,
            RetryPolicies policies,
            Reachability reachability,
            Clock clock) {
        this.settlement = settlement;
        this.targets = targets;
        this.policies = policies;
        this.reachability = reachability;
        this.clock = clock;
    }

    @Override
    public Direction direction() {
        return Direction.OUTBOUND;
    }

    @Override
    public void begin(Exchange exchange, LaneDelivery delivery) {
        OutboundMessageRequest request = WireFormat.read(delivery.entry().payload(), OutboundMessageRequest.class);
        Long uncertainSince = delivery.uncertainSince();
        if (uncertainSince != null && !maySend(exchange, delivery, request, uncertainSince)) {
            return;
        }
        exchange.getMessage().setBody(request);
        EnvelopeHeaders.of(request, exchange.getMessage());
        exchange.getMessage()
                .setHeader(PalyraConstants.ATTEMPT, delivery.entry().attempts() + 1);
    }

    /** Whether a message that the platform may have can be sent without showing it twice; settles it where not. */
    private boolean maySend(
            Exchange exchange, LaneDelivery delivery, OutboundMessageRequest request, long uncertainSince) {
        UnknownResolution resolution = targets.unknownResolution(request.connectorId());
        if (resolution.resendIsSafeAfter(Duration.ofMillis(clock.millis() - uncertainSince))) {
            return true;
        }
        if (!resolution.lookUp()) {
            settlement.unknown(
                    delivery,
                    delivery.entry().attempts(),
                    "an earlier attempt may have got through, and the platform would show a second one",
                    null);
            return false;
        }
        DeliveryLookup.Finding finding = targets.find(request, Instant.ofEpochMilli(uncertainSince));
        if (finding instanceof DeliveryLookup.Finding.Found found) {
            settlement.delivered(delivery, found.nativeMessageId());
            reachability.answered(direction(), delivery.lane().connectorId());
            return false;
        } else if (finding instanceof DeliveryLookup.Finding.Absent) {
            delivery.certainlyNotTaken();
            return true;
        }
        String reason = finding instanceof DeliveryLookup.Finding.NotAsked notAsked
                ? notAsked.reason()
                : ((DeliveryLookup.Finding.Undecided) finding).reason();
        UnknownOutcomeException failure = UnknownOutcomeException.of(reason, resolution);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        failed(exchange, delivery, failure);
        return false;
    }

    @Override
    public void settle(Exchange exchange, LaneDelivery delivery) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        DeliveryReceipt receipt = exchange.getProperty(PalyraConstants.RECEIPT, DeliveryReceipt.class);
        if (receipt != null && receipt.externalMessageId() != null) {
            settlement.delivered(delivery, receipt.externalMessageId());
            reachability.answered(direction(), delivery.lane().connectorId());
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
            reachability.failed(
                    direction(), delivery.lane().connectorId(), delivery.lane().laneId(), unknown.reason());
            settlement.unknown(delivery, attempts, unknown.reason(), resolveAt(exchange, delivery, failure, attempts));
        } else if (outcome instanceof DeliveryOutcome.Retry retry) {
            if (retry.retryClass() != RetryClass.RATE_LIMIT) {
                reachability.failed(
                        direction(), delivery.lane().connectorId(), delivery.lane().laneId(), retry.reason());
            }
            if (retry.retryClass() == RetryClass.CONNECTOR_RESTARTING) {
                targets.restart(delivery.lane().connectorId(), retry.reason());
            }
            if (retry.uncertain()) {
                delivery.perhapsTaken();
            }
            limit(exchange, delivery, failure, retry);
            again(exchange, delivery, failure, retry.retryClass(), retry.reason(), retry.retryAfter());
        } else {
            again(exchange, delivery, failure, null, "the route failed before sending: " + failure, null);
        }
    }

    /** When to send again or to look for it; null where nobody but an operator can tell, or the policy has ended. */
    private @Nullable Long resolveAt(Exchange exchange, LaneDelivery delivery, Exception failure, int attempts) {
        if (!(failure instanceof UnknownOutcomeException told)) {
            return null;
        }
        Long earlier = delivery.uncertainSince();
        long since = earlier == null ? delivery.startedAt() : earlier;
        return policies.nextDelay(exchange, failure, attempts, null)
                .map(this::after)
                .filter(at -> told.resolution().isPossibleAfter(Duration.ofMillis(at - since)))
                .orElse(null);
    }

    /** Holds up what else the platform limits; how long a platform that does not say so means is for the policy. */
    private void limit(Exchange exchange, LaneDelivery delivery, Exception failure, DeliveryOutcome.Retry retry) {
        if (retry.limit() == null || retry.limit() == LimitScope.CONVERSATION) {
            return;
        }
        ConnectorId connectorId = delivery.lane().connectorId();
        String route = retry.limit() == LimitScope.CONNECTOR
                ? RateLimit.EVERYTHING
                : targets.rateLimitRoute(connectorId, delivery.lane().conversationId());
        policies.nextDelay(exchange, failure, 1, retry.retryAfter())
                .ifPresent(wait -> {
                    settlement.limited(delivery, route, retry.reason(), after(wait));
                    if (retry.limit() == LimitScope.CONNECTOR) {
                        reachability.limited(connectorId, after(wait), retry.reason());
                    }
                });
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
            reachability.answered(direction(), delivery.lane().connectorId());
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
