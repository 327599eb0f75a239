package io.palyra.connectors.inbox;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.DeadLetterStore;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneStep;
import io.palyra.connectors.lane.Transaction;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutput;
import java.time.Clock;

/**
 * Writes what became of an inbound message. Marking it routed and enqueueing the daemon's replies is one transaction:
 * either both are stored or the daemon is asked again.
 */
public final class InboxSettlement {

    private final InboxStore store;
    private final Outbox outbox;
    private final DeadLetterStore deadLetters;
    private final EventLog events;
    private final InboundSources sources;
    private final Clock clock;

    public InboxSettlement(
            InboxStore store,
            Outbox outbox,
            DeadLetterStore deadLetters,
            EventLog events,
            InboundSources sources,
            Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.events = events;
        this.sources = sources;
        this.clock = clock;
    }

    void routed(LaneDelivery delivery, InboundMessageEvent event, RouteInboundResult result) {
        long now = clock.millis();
        int attempts = delivery.entry().attempts() + 1;
        delivery.settle(LaneStep.NEXT, transaction -> {
            int enqueued = 0;
            for (int i = 0; i < result.outputs().size(); i++) {
                enqueued += reply(transaction, event, i, result.outputs().get(i), now);
            }
            store.routed(
                    transaction,
                    delivery.entry().sequence(),
                    attempts,
                    result.decisionReason(),
                    result.routeKey(),
                    enqueued,
                    now);
            events.append(
                    transaction,
                    about(
                                    delivery,
                                    EventType.INBOUND_ROUTED,
                                    EventLevel.INFO,
                                    "message routed: " + result.decisionReason())
                            .with("enqueued_outbound", enqueued)
                            .with("attempts", attempts));
        });
    }

    /** @return 1 where the output is now in the outbox; one that cannot be sent becomes a dead letter */
    private int reply(Transaction transaction, InboundMessageEvent event, int index, RoutedOutput output, long now) {
        try {
            if (output.defect().isPresent()) {
                throw output.defect().get();
            }
            OutboundMessageRequest request =
                    OutboundMessageRequest.reply(event, index, output.message().orElseThrow());
            return outbox.enqueueIn(transaction, request).created() ? 1 : 0;
        } catch (InvalidEnvelopeException defect) {
            EnvelopeId envelopeId = event.envelopeId().reply(index);
            String reason = "the daemon's output is invalid: " + defect.getMessage();
            deadLetters.add(
                    transaction, event.connectorId(), envelopeId, Direction.OUTBOUND, reason, output.rawText(), now);
            events.append(
                    transaction,
                    ConnectorEvent.about(
                            event.connectorId(), envelopeId, EventType.OUTBOX_DEAD_LETTER, EventLevel.ERROR, reason));
            return 0;
        }
    }

    void notRouted(LaneDelivery delivery, String reason) {
        long now = clock.millis();
        int attempts = delivery.entry().attempts() + 1;
        delivery.settle(LaneStep.NEXT, transaction -> {
            store.notRouted(transaction, delivery.entry().sequence(), attempts, reason, now);
            events.append(
                    transaction,
                    about(
                            delivery,
                            EventType.INBOUND_NOT_ROUTED,
                            EventLevel.WARN,
                            "the daemon refused the message: " + reason));
        });
    }

    void waiting(LaneDelivery delivery, int attempts, String reason, long nextAttempt) {
        sources.failed(delivery.lane().connectorId(), reason);
        delivery.settle(new LaneStep.WaitUntil(nextAttempt), transaction -> {
            store.waiting(transaction, delivery.entry().sequence(), attempts, reason, nextAttempt);
            events.append(
                    transaction,
                    about(
                                    delivery,
                                    EventType.INBOUND_RETRY,
                                    EventLevel.WARN,
                                    "the daemon is asked again later: " + reason)
                            .with("attempts", attempts)
                            .with("next_attempt_unix_ms", nextAttempt));
        });
    }

    void dead(LaneDelivery delivery, int attempts, String reason) {
        long now = clock.millis();
        sources.failed(delivery.lane().connectorId(), reason);
        delivery.settle(LaneStep.NEXT, transaction -> {
            store.dead(transaction, delivery.entry().sequence(), attempts, reason, now);
            deadLetters.add(
                    transaction,
                    delivery.lane().connectorId(),
                    delivery.entry().envelopeId(),
                    Direction.INBOUND,
                    reason,
                    delivery.entry().payload(),
                    now);
            events.append(
                    transaction,
                    about(
                                    delivery,
                                    EventType.INBOUND_DEAD_LETTER,
                                    EventLevel.ERROR,
                                    "message is a dead letter: " + reason)
                            .with("attempts", attempts));
        });
    }

    private static ConnectorEvent about(LaneDelivery delivery, EventType type, EventLevel level, String message) {
        return ConnectorEvent.about(
                delivery.lane().connectorId(), delivery.entry().envelopeId(), type, level, message);
    }
}
