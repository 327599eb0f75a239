package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.daemon.DaemonRejectedException;
import io.palyra.connectors.daemon.DaemonUnavailableException;
import io.palyra.connectors.engine.InboundDecision;
import io.palyra.connectors.engine.InboundEnd;
import io.palyra.connectors.engine.InboundRules;
import io.palyra.connectors.engine.InboundVerdict;
import io.palyra.connectors.engine.RetrySchedule;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.camel.LaneHandOver;
import io.palyra.connectors.lane.camel.RetryPolicies;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.protocol.WireFormat;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;

/** Connects the inbox to its Camel route: an admitted message in, the end of the call out to {@link InboundRules}. */
public final class InboxHandOver implements LaneHandOver {

    /** Exchange property that keeps the message as it was claimed, whatever a step makes of the body. */
    private static final String EVENT = "PalyraInboundMessageEvent";

    private final InboxSettlement settlement;
    private final InboundSources sources;
    private final RetryPolicies policies;

    public InboxHandOver(InboxSettlement settlement, InboundSources sources, RetryPolicies policies) {
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
        exchange.setProperty(PalyraConstants.OWN_ENVELOPE_ID, event.envelopeId().value());
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
        String text = exchange.getProperty(EVENT, InboundMessageEvent.class).body();
        apply(exchange, delivery, end(told, text), policies.scheduleFor(exchange, told));
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

    private static InboundEnd end(Exception failure, String text) {
        String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String reason = Texts.without(text, words);
        if (failure instanceof DaemonRejectedException) {
            return new InboundEnd.Rejected(reason);
        } else if (failure instanceof DaemonUnavailableException told) {
            return new InboundEnd.Failed(told.fault(), reason, told.retryAfter().orElse(null));
        }
        return new InboundEnd.StepFailed(reason);
    }

    private void apply(Exchange exchange, LaneDelivery delivery, InboundEnd end, RetrySchedule schedule) {
        InboundDecision decision = InboundRules.ended(end, delivery.entry().tries(), schedule);
        settlement.apply(delivery, exchange.getProperty(EVENT, InboundMessageEvent.class), decision);
        tell(exchange.getMessage(), decision.verdict());
    }

    /** What steps after {@code palyra-settle:inbox} see of the verdict, which commits after them. */
    private static void tell(Message message, InboundVerdict verdict) {
        if (verdict instanceof InboundVerdict.Routed routed) {
            tell(message, "routed", routed.attempts());
        } else if (verdict instanceof InboundVerdict.NotRouted notRouted) {
            tell(message, "not_routed", notRouted.attempts());
        } else if (verdict instanceof InboundVerdict.Waits waits) {
            tell(message, "retry", waits.pause().tries().attempts());
        } else if (verdict instanceof InboundVerdict.Dead dead) {
            tell(message, "dead_letter", dead.attempts());
        }
    }

    private static void tell(Message message, String verdict, int attempts) {
        message.setHeader(PalyraConstants.VERDICT, verdict);
        message.setHeader(PalyraConstants.ATTEMPT, attempts);
    }
}
