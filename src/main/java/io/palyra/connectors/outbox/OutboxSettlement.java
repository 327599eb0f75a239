package io.palyra.connectors.outbox;

import io.palyra.connectors.engine.Cause;
import io.palyra.connectors.engine.OutboundDecision;
import io.palyra.connectors.engine.OutboundVerdict;
import io.palyra.connectors.engine.Pause;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.Reachability;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Carries verdicts about claimed messages out: row, event, and what the lane does next, in one transaction. */
public final class OutboxSettlement {

    /**
     * What a lane does when a message of it cannot be delivered.
     *
     * @param holdOnDeadLetter wait for the operator instead of going on
     * @param holdOnUnknown wait for the operator while an outcome is not known
     */
    public record Policy(boolean holdOnDeadLetter, boolean holdOnUnknown) {}

    private final OutboxStore store;
    private final DeadLetterStore deadLetters;
    private final EventLog events;
    private final DeliveryTargets targets;
    private final RateLimits limits;
    private final Reachability reachability;
    private final Clock clock;
    private final Policy policy;

    public OutboxSettlement(
            OutboxStore store,
            DeadLetterStore deadLetters,
            EventLog events,
            DeliveryTargets targets,
            RateLimits limits,
            Reachability reachability,
            Clock clock,
            Policy policy) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.events = events;
        this.targets = targets;
        this.limits = limits;
        this.reachability = reachability;
        this.clock = clock;
        this.policy = policy;
    }

    /** Carries a decision out. One that lets the message be sent leaves it in hand. */
    void apply(LaneDelivery delivery, OutboundDecision decision) {
        OutboundDecision.Limit limit = decision.limit();
        if (limit != null) {
            limited(delivery, limit);
        }
        OutboundVerdict verdict = decision.verdict();
        if (verdict instanceof OutboundVerdict.Delivered delivered) {
            delivered(delivery, delivered);
        } else if (verdict instanceof OutboundVerdict.Waits waits) {
            waiting(delivery, waits);
        } else if (verdict instanceof OutboundVerdict.Dead dead) {
            dead(delivery, dead);
        } else if (verdict instanceof OutboundVerdict.AsksOperator asks) {
            asksOperator(delivery, asks);
        } else if (verdict instanceof OutboundVerdict.ConnectorAtFault fault) {
            givenBack(delivery, fault);
        } else if (verdict instanceof OutboundVerdict.MaySend maySend && maySend.certainlyNotTaken()) {
            delivery.certainlyNotTaken();
        }
        tell(delivery, decision);
    }

    private void tell(LaneDelivery delivery, OutboundDecision decision) {
        ConnectorId connectorId = delivery.lane().connectorId();
        switch (decision.farSide()) {
            case ANSWERED -> reachability.answered(Direction.OUTBOUND, connectorId);
            case FAILED ->
                reachability.failed(
                        Direction.OUTBOUND, connectorId, delivery.lane().laneId(), reason(decision.verdict()));
            case UNKNOWN -> {}
        }
    }

    private static String reason(OutboundVerdict verdict) {
        if (verdict instanceof OutboundVerdict.Waits waits) {
            return waits.pause().reason();
        } else if (verdict instanceof OutboundVerdict.Dead dead) {
            return dead.reason();
        }
        return verdict instanceof OutboundVerdict.AsksOperator asks ? asks.reason() : "";
    }

    private void delivered(LaneDelivery delivery, OutboundVerdict.Delivered verdict) {
        long now = clock.millis();
        targets.delivered(delivery.lane().connectorId(), now);
        ConnectorEvent event = event(delivery, EventType.OUTBOX_DELIVERED, EventLevel.INFO, "message delivered")
                .with("native_message_id", verdict.nativeMessageId().value())
                .with("attempts", verdict.attempts())
                .with("latency_ms", now - delivery.entry().createdAt())
                .written();
        delivery.settle(LaneStep.NEXT, transaction -> {
            store.delivered(
                    transaction, delivery.entry().sequence(), verdict.nativeMessageId(), verdict.attempts(), now);
            events.append(transaction, event);
        });
    }

    private void waiting(LaneDelivery delivery, OutboundVerdict.Waits verdict) {
        if (verdict.uncertain()) {
            delivery.perhapsTaken();
        }
        Pause pause = verdict.pause();
        LaneStep.WaitUntil step = delivery.wait(pause.delay());
        targets.failed(delivery.lane().connectorId(), pause.reason());
        delivery.settle(step, transaction -> {
            long nextAttempt = delivery.now(step);
            store.waiting(
                            transaction,
                            delivery.entry(),
                            pause.tries(),
                            failedAs(delivery, verdict),
                            pause.reason(),
                            nextAttempt,
                            delivery.uncertainSince())
                    .then(waits -> {
                        if (waits) {
                            events.append(
                                    transaction,
                                    waitingEvent(delivery, verdict).with("next_attempt_unix_ms", nextAttempt));
                        }
                    });
        });
    }

    /** A look-up is no attempt: what the last one failed as stays, except for a limit that is over. */
    private static @Nullable RetryClass failedAs(LaneDelivery delivery, OutboundVerdict.Waits verdict) {
        boolean lookedUp = verdict.cause() == Cause.UNKNOWN_OUTCOME
                && verdict.pause().tries().attempts() == delivery.entry().attempts();
        RetryClass before = delivery.entry().retryClass();
        return lookedUp && before != RetryClass.RATE_LIMIT
                ? before
                : verdict.cause().retryClass();
    }

    private static ConnectorEvent waitingEvent(LaneDelivery delivery, OutboundVerdict.Waits verdict) {
        Pause pause = verdict.pause();
        ConnectorEvent event = verdict.cause() == Cause.UNKNOWN_OUTCOME
                ? unknownEvent(delivery, pause.reason()).with("resolution", "automatic")
                : event(
                                delivery,
                                EventType.OUTBOX_RETRY,
                                EventLevel.WARN,
                                "attempt failed, the message waits: " + pause.reason())
                        .with("reason", pause.reason())
                        .with("class", verdict.cause().wireName());
        return event.with("attempts", pause.tries().attempts());
    }

    private static ConnectorEvent unknownEvent(LaneDelivery delivery, String reason) {
        return event(
                        delivery,
                        EventType.OUTBOX_UNKNOWN,
                        EventLevel.WARN,
                        "the platform may or may not have the message: " + reason)
                .with("reason", reason);
    }

    private void dead(LaneDelivery delivery, OutboundVerdict.Dead verdict) {
        long now = clock.millis();
        String reason = delivery.uncertainSince() == null
                ? verdict.reason()
                : verdict.reason() + "; an earlier attempt may have got through";
        targets.failed(delivery.lane().connectorId(), reason);
        LaneStep next = policy.holdOnDeadLetter() ? new LaneStep.Hold(LaneStep.HoldReason.DEAD_LETTER) : LaneStep.NEXT;
        delivery.settle(next, transaction -> store.dead(transaction, delivery.entry(), verdict.attempts(), reason, now)
                .then(died -> {
                    if (died) {
                        addDeadLetter(transaction, delivery, verdict.attempts(), reason, now);
                    }
                }));
    }

    private void addDeadLetter(Transaction transaction, LaneDelivery delivery, int attempts, String reason, long now) {
        deadLetters.add(
                transaction,
                delivery.lane().connectorId(),
                delivery.entry().envelopeId(),
                Direction.OUTBOUND,
                reason,
                delivery.entry().payload(),
                now);
        events.append(
                transaction,
                event(delivery, EventType.OUTBOX_DEAD_LETTER, EventLevel.ERROR, "message is a dead letter: " + reason)
                        .with("reason", reason)
                        .with("attempts", attempts));
    }

    private void asksOperator(LaneDelivery delivery, OutboundVerdict.AsksOperator verdict) {
        targets.failed(delivery.lane().connectorId(), verdict.reason());
        Long earlier = delivery.uncertainSince();
        long unknownSince = earlier == null ? delivery.startedAt() : earlier;
        LaneStep next = policy.holdOnUnknown() ? new LaneStep.Hold(LaneStep.HoldReason.UNKNOWN_OUTCOME) : LaneStep.NEXT;
        delivery.settle(next, transaction -> store.unknown(
                        transaction, delivery.entry(), verdict.attempts(), verdict.reason(), unknownSince)
                .then(unknown -> {
                    if (unknown) {
                        events.append(
                                transaction,
                                unknownEvent(delivery, verdict.reason())
                                        .with("attempts", verdict.attempts())
                                        .with("resolution", "operator"));
                    }
                }));
    }

    /** What the platform limits waits from now on, beside the message that met the limit. */
    private void limited(LaneDelivery delivery, OutboundDecision.Limit limit) {
        ConnectorId connectorId = delivery.lane().connectorId();
        boolean everything = limit.scope() == LimitScope.CONNECTOR;
        String bucket = everything
                ? RateLimit.EVERYTHING
                : targets.rateLimitBucket(connectorId, delivery.lane().conversationId());
        RateLimit stated = limits.limit(connectorId, bucket, limit.reason(), limit.delay());
        delivery.also(transaction -> limits.save(transaction, connectorId, stated));
        if (everything) {
            reachability.limited(connectorId, limits.left(connectorId), limit.reason());
        }
    }

    /** The connector is at fault: the message stays as it is and no attempt counts. */
    private void givenBack(LaneDelivery delivery, OutboundVerdict.ConnectorAtFault fault) {
        targets.notReady(delivery.lane().connectorId(), fault.readiness(), fault.reason());
        delivery.settle(
                LaneStep.GIVE_BACK,
                transaction -> events.append(
                        transaction,
                        event(
                                        delivery,
                                        EventType.OUTBOX_RETRY,
                                        EventLevel.ERROR,
                                        "the connector cannot deliver, no attempt counted: " + fault.reason())
                                .with("reason", fault.reason())
                                .with("readiness", fault.readiness().wireName())));
    }

    private static ConnectorEvent event(LaneDelivery delivery, EventType type, EventLevel level, String message) {
        return ConnectorEvent.about(
                delivery.lane().connectorId(), delivery.entry().envelopeId(), type, level, message);
    }
}
