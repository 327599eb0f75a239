package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.UnknownOutcomeException;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.engine.Cause;
import io.palyra.connectors.engine.OutboundDecision;
import io.palyra.connectors.engine.OutboundRules;
import io.palyra.connectors.engine.OutboundSituation;
import io.palyra.connectors.engine.OutboundVerdict;
import io.palyra.connectors.engine.Refusals;
import io.palyra.connectors.engine.RetrySchedule;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.camel.LaneHandOver;
import io.palyra.connectors.lane.camel.RetryPolicies;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.protocol.WireFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** Connects the outbox to its Camel route: a claimed message in, what happened to it out to {@link OutboundRules}. */
public final class OutboxHandOver implements LaneHandOver {

    private final OutboxSettlement settlement;
    private final OutboxStore store;
    private final DeliveryTargets targets;
    private final RetryPolicies policies;
    private final RateLimits limits;
    private final RefusedMessages refusals;
    private final Clock clock;

    public OutboxHandOver(
            OutboxSettlement settlement,
            OutboxStore store,
            DeliveryTargets targets,
            RetryPolicies policies,
            RateLimits limits,
            RefusedMessages refusals,
            Clock clock) {
        this.settlement = settlement;
        this.store = store;
        this.targets = targets;
        this.policies = policies;
        this.limits = limits;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Override
    public Direction direction() {
        return Direction.OUTBOUND;
    }

    @Override
    public void begin(Exchange exchange, LaneDelivery delivery) {
        OutboundMessageRequest request = WireFormat.read(delivery.entry().payload(), OutboundMessageRequest.class);
        exchange.getMessage().setBody(request);
        exchange.setProperty(
                PalyraConstants.OWN_ENVELOPE_ID, request.envelopeId().value());
        exchange.setProperty(PalyraConstants.RENDERED, request.idempotencyKey());
        EnvelopeHeaders.of(request, exchange.getMessage());
        exchange.getMessage()
                .setHeader(PalyraConstants.ATTEMPT, delivery.entry().attempts() + 1);
        Long uncertainSince = delivery.uncertainSince();
        if (uncertainSince != null) {
            beginUncertain(exchange, delivery, request, uncertainSince);
        }
    }

    /** Whether a message that the platform may have can be sent without showing it twice; settles it where not. */
    private void beginUncertain(
            Exchange exchange, LaneDelivery delivery, OutboundMessageRequest request, long uncertainSince) {
        UnknownResolution resolution = targets.unknownResolution(request.connectorId());
        RetryClass failedAs = delivery.entry().retryClass();
        Cause failedFor = failedAs == null ? Cause.UNKNOWN_OUTCOME : Cause.of(failedAs);
        OutboundSituation now = situation(exchange, delivery, earlier(delivery, resolution), resolution);
        OutboundDecision decision = OutboundRules.beforeSend(now, failedFor);
        if (decision.verdict() instanceof OutboundVerdict.LookUp) {
            DeliveryLookup.Finding finding = lookFor(request, Instant.ofEpochMilli(uncertainSince));
            if (hasBeenDecided(delivery)) {
                delivery.giveBack();
                return;
            }
            decision = OutboundRules.lookedUp(finding, now, failedFor);
        } else if (decision.verdict() instanceof OutboundVerdict.AsksOperator asks) {
            String reason = asks.reason() + WhereToLook.of(request, Instant.ofEpochMilli(uncertainSince));
            decision = new OutboundDecision(
                    new OutboundVerdict.AsksOperator(asks.attempts(), reason), decision.farSide(), decision.limit());
        }
        settlement.apply(delivery, decision);
    }

    /** A look-up may take seconds; what an operator has decided meanwhile is done at once, whatever was found. */
    private boolean hasBeenDecided(LaneDelivery delivery) {
        return delivery.entry().unknownSince() != null
                && store.find(delivery.lane().connectorId(), delivery.entry().envelopeId()).stream()
                        .filter(part ->
                                part.envelopeId().equals(delivery.entry().envelopeId()))
                        .noneMatch(part -> part.state() == OutboxState.UNKNOWN);
    }

    /** Nothing failed yet: the policy is that of the failure which a repeat would be about. */
    private static DeliveryException earlier(LaneDelivery delivery, UnknownResolution resolution) {
        RetryClass failedAs = delivery.entry().retryClass();
        String reason = "an earlier attempt";
        return failedAs == null
                ? UnknownOutcomeException.of(reason, resolution)
                : DeliveryException.of(new DeliveryOutcome.Retry(failedAs, reason, null), resolution);
    }

    private DeliveryLookup.Finding lookFor(OutboundMessageRequest request, Instant sentAfter) {
        return targets.find(
                request,
                sentAfter,
                candidate -> store.isAnothers(request.connectorId(), candidate, request.envelopeId()));
    }

    @Override
    public void settle(Exchange exchange, LaneDelivery delivery) {
        DeliveryReceipt receipt = exchange.getProperty(PalyraConstants.RECEIPT, DeliveryReceipt.class);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        DeliveryException told = told(exchange, failure);
        if (receipt != null && receipt.externalMessageId() != null) {
            ended(exchange, delivery, new DeliveryOutcome.Delivered(receipt.externalMessageId()), null);
        } else if (told != null) {
            ended(exchange, delivery, told.outcome(), told);
        } else if (failure == null) {
            stepFailed(
                    exchange, delivery, new IllegalStateException("the route settled the message without sending it"));
        } else if (failure instanceof InvalidEnvelopeException invalid) {
            String reason = String.valueOf(invalid.getMessage());
            ended(exchange, delivery, new DeliveryOutcome.PermanentFailure(reason, Fault.MESSAGE, null), failure);
        } else {
            stepFailed(exchange, delivery, failure);
        }
    }

    /** What the send itself said: a step that fails after it, one of an error handler too, changes nothing about that. */
    private static @Nullable DeliveryException told(Exchange exchange, @Nullable Exception failure) {
        DeliveryException caught = failure == null ? null : ObjectHelper.getException(DeliveryException.class, failure);
        return caught != null ? caught : exchange.getProperty(PalyraConstants.FAILURE, DeliveryException.class);
    }

    @Override
    public void unsettled(Exchange exchange, LaneDelivery delivery) {
        Exception failure = exchange.getException();
        boolean sent = exchange.getProperty(PalyraConstants.RECEIPT) != null
                || exchange.getProperty(PalyraConstants.FAILURE) != null;
        if (failure instanceof RejectedExecutionException && !sent) {
            delivery.giveBack();
            return;
        }
        if (failure != null) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        }
        settle(exchange, delivery);
    }

    private void ended(Exchange exchange, LaneDelivery delivery, DeliveryOutcome outcome, @Nullable Exception failure) {
        ConnectorId connectorId = delivery.lane().connectorId();
        if (outcome instanceof DeliveryOutcome.Retry retry && retry.retryClass() == RetryClass.CONNECTOR_RESTARTING) {
            targets.restart(connectorId, retry.reason());
        }
        if (outcome instanceof DeliveryOutcome.Delivered) {
            // By this send: what a look-up finds says nothing about sends of today
            refusals.passed(delivery);
            limits.passed(connectorId);
        }
        Refusals.Fault refusal =
                outcome instanceof DeliveryOutcome.PermanentFailure permanent && permanent.unrecognised()
                        ? refusals.refused(delivery)
                        : Refusals.Fault.OPEN;
        settled(
                exchange,
                delivery,
                OutboundRules.ended(outcome, situation(exchange, delivery, failure), refusal),
                outcome instanceof DeliveryOutcome.Retry retry ? retry.retryClass() : null);
    }

    private void stepFailed(Exchange exchange, LaneDelivery delivery, Exception failure) {
        OutboundMessageRequest request = WireFormat.read(delivery.entry().payload(), OutboundMessageRequest.class);
        settled(
                exchange,
                delivery,
                OutboundRules.stepFailed(
                        "the route failed before sending: " + Texts.without(request.text(), failure.toString()),
                        situation(exchange, delivery, failure)),
                null);
    }

    private void settled(
            Exchange exchange, LaneDelivery delivery, OutboundDecision decision, @Nullable RetryClass failedAs) {
        settlement.apply(delivery, decision);
        SettledHeaders.set(
                exchange.getMessage(),
                decision.verdict(),
                failedAs,
                delivery.entry().attempts());
    }

    private OutboundSituation situation(Exchange exchange, LaneDelivery delivery, @Nullable Exception failure) {
        UnknownResolution resolution =
                failure instanceof UnknownOutcomeException told ? told.resolution() : UnknownResolution.OPERATOR;
        return situation(exchange, delivery, failure, resolution);
    }

    private OutboundSituation situation(
            Exchange exchange, LaneDelivery delivery, @Nullable Exception failure, UnknownResolution resolution) {
        ConnectorId connectorId = delivery.lane().connectorId();
        Long earlier = delivery.uncertainSince();
        long since = earlier == null ? delivery.startedAt() : earlier;
        return new OutboundSituation(
                delivery.entry().tries(),
                earlier != null,
                Duration.ofMillis(Math.max(0, clock.millis() - since)),
                resolution,
                failure == null ? RetrySchedule.NONE : policies.scheduleFor(exchange, failure),
                limits.inARow(connectorId));
    }
}
