package io.palyra.connectors.outbox;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.DeadLetterStore;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneStep;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Writes what became of a claimed message: its row, its event, and what its lane does next, in one transaction. */
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
    private final Clock clock;
    private final Policy policy;

    public OutboxSettlement(
            OutboxStore store,
            DeadLetterStore deadLetters,
            EventLog events,
            DeliveryTargets targets,
            RateLimits limits,
            Clock clock,
            Policy policy) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.events = events;
        this.targets = targets;
        this.limits = limits;
        this.clock = clock;
        this.policy = policy;
    }

    void delivered(LaneDelivery delivery, MessageId nativeMessageId) {
        long now = clock.millis();
        int attempts = delivery.entry().attempts() + 1;
        targets.delivered(delivery.lane().connectorId(), now);
        delivery.settle(LaneStep.NEXT, transaction -> {
            store.delivered(transaction, delivery.entry().sequence(), nativeMessageId, attempts, now);
            events.append(
                    transaction,
                    event(delivery, EventType.OUTBOX_DELIVERED, EventLevel.INFO, "message delivered")
                            .with("native_message_id", nativeMessageId.value())
                            .with("attempts", attempts)
                            .with("latency_ms", now - delivery.entry().createdAt()));
        });
    }

    void waiting(
            LaneDelivery delivery, int attempts, @Nullable RetryClass retryClass, String reason, long nextAttempt) {
        targets.failed(delivery.lane().connectorId(), reason);
        delivery.settle(new LaneStep.WaitUntil(nextAttempt), transaction -> {
            store.waiting(
                    transaction,
                    delivery.entry().sequence(),
                    attempts,
                    retryClass,
                    reason,
                    nextAttempt,
                    delivery.uncertainSince());
            events.append(
                    transaction,
                    event(
                                    delivery,
                                    EventType.OUTBOX_RETRY,
                                    EventLevel.WARN,
                                    "attempt failed, the message waits: " + reason)
                            .with("class", retryClass == null ? "route_failure" : retryClass.wireName())
                            .with("attempts", attempts)
                            .with("next_attempt_unix_ms", nextAttempt));
        });
    }

    void dead(LaneDelivery delivery, int attempts, String failure) {
        long now = clock.millis();
        String reason =
                delivery.uncertainSince() == null ? failure : failure + "; an earlier attempt may have got through";
        targets.failed(delivery.lane().connectorId(), reason);
        LaneStep next = policy.holdOnDeadLetter() ? new LaneStep.Hold(LaneStep.HoldReason.DEAD_LETTER) : LaneStep.NEXT;
        delivery.settle(next, transaction -> {
            store.dead(transaction, delivery.entry().sequence(), attempts, reason, now);
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
                    event(
                                    delivery,
                                    EventType.OUTBOX_DEAD_LETTER,
                                    EventLevel.ERROR,
                                    "message is a dead letter: " + reason)
                            .with("attempts", attempts));
        });
    }

    /** @param nextAttempt when it is sent again or looked for; null where an operator decides */
    void unknown(LaneDelivery delivery, int attempts, String reason, @Nullable Long nextAttempt) {
        targets.failed(delivery.lane().connectorId(), reason);
        Long earlier = delivery.uncertainSince();
        long unknownSince = earlier == null ? delivery.startedAt() : earlier;
        LaneStep next;
        if (nextAttempt != null) {
            next = new LaneStep.WaitUntil(nextAttempt);
        } else {
            next = policy.holdOnUnknown() ? new LaneStep.Hold(LaneStep.HoldReason.UNKNOWN_OUTCOME) : LaneStep.NEXT;
        }
        delivery.settle(next, transaction -> {
            store.unknown(transaction, delivery.entry().sequence(), attempts, reason, unknownSince, nextAttempt);
            events.append(
                    transaction,
                    event(
                                    delivery,
                                    EventType.OUTBOX_UNKNOWN,
                                    EventLevel.WARN,
                                    "the platform may or may not have the message: " + reason)
                            .with("attempts", attempts)
                            .with("resolution", nextAttempt == null ? "operator" : "automatic"));
        });
    }

    /** What the platform limits waits from now on, beside the message that met the limit. */
    void limited(LaneDelivery delivery, String route, String reason, long until) {
        ConnectorId connectorId = delivery.lane().connectorId();
        RateLimit limit = limits.limit(connectorId, route, reason, until);
        delivery.also(transaction -> limits.save(transaction, connectorId, limit));
    }

    /** The connector is at fault: the message stays as it is and no attempt counts. */
    void givenBack(LaneDelivery delivery, Readiness readiness, String reason) {
        delivery.settle(
                LaneStep.GIVE_BACK,
                transaction -> events.append(
                        transaction,
                        event(
                                        delivery,
                                        EventType.OUTBOX_RETRY,
                                        EventLevel.ERROR,
                                        "the connector cannot deliver, no attempt counted: " + reason)
                                .with("readiness", readiness.wireName())));
    }

    private static ConnectorEvent event(LaneDelivery delivery, EventType type, EventLevel level, String message) {
        return ConnectorEvent.about(
                delivery.lane().connectorId(), delivery.entry().envelopeId(), type, level, message);
    }
}
