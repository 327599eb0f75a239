package io.palyra.connectors.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.engine.FarSide;
import io.palyra.connectors.engine.InboundDecision;
import io.palyra.connectors.engine.InboundVerdict;
import io.palyra.connectors.engine.Pause;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.Reachability;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutput;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries verdicts about inbound messages out. Marking it routed and enqueueing the daemon's replies is one transaction:
 * either both are stored or the daemon is asked again.
 */
public final class InboxSettlement {

    private final InboxStore store;
    private final Outbox outbox;
    private final DeadLetterStore deadLetters;
    private final EventLog events;
    private final InboundSources sources;
    private final Reachability reachability;
    private final Clock clock;

    public InboxSettlement(
            InboxStore store,
            Outbox outbox,
            DeadLetterStore deadLetters,
            EventLog events,
            InboundSources sources,
            Reachability reachability,
            Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.events = events;
        this.sources = sources;
        this.reachability = reachability;
        this.clock = clock;
    }

    /** Carries a decision out. */
    void apply(LaneDelivery delivery, InboundMessageEvent event, InboundDecision decision) {
        InboundVerdict verdict = decision.verdict();
        String reason = "";
        if (verdict instanceof InboundVerdict.Routed routed) {
            routed(delivery, event, routed.result(), routed.attempts());
        } else if (verdict instanceof InboundVerdict.NotRouted notRouted) {
            notRouted(delivery, notRouted);
        } else if (verdict instanceof InboundVerdict.Waits waits) {
            reason = waits.pause().reason();
            waiting(delivery, waits.pause());
        } else if (verdict instanceof InboundVerdict.Dead dead) {
            reason = dead.reason();
            dead(delivery, dead.attempts(), reason);
        }
        tell(delivery, decision.farSide(), reason);
    }

    private void tell(LaneDelivery delivery, FarSide farSide, String reason) {
        ConnectorId connectorId = delivery.lane().connectorId();
        switch (farSide) {
            case ANSWERED -> {
                reachability.answered(Direction.INBOUND, connectorId);
                if (reason.isEmpty()) {
                    sources.answered(connectorId);
                }
            }
            case FAILED ->
                reachability.failed(
                        Direction.INBOUND, connectorId, delivery.lane().laneId(), reason);
            case UNKNOWN -> {}
        }
    }

    /** One output of the daemon: ready for the outbox, or what is wrong with it. */
    private record Reply(
            EnvelopeId envelopeId,
            List<OutboxRow> rows,
            RoutedOutput output,
            @Nullable String defect) {}

    private void routed(LaneDelivery delivery, InboundMessageEvent event, RouteInboundResult result, int attempts) {
        long now = clock.millis();
        List<Reply> replies = IntStream.range(0, result.outputs().size())
                .mapToObj(i -> reply(event, i, result.outputs().get(i)))
                .toList();
        int expected =
                (int) replies.stream().filter(reply -> reply.defect() == null).count();
        ConnectorEvent asExpected =
                routedEvent(delivery, result, attempts, expected, now).written();
        delivery.settle(LaneStep.NEXT, transaction -> {
            routed(transaction, delivery, result, attempts, expected, now);
            Answer.all(replies.stream()
                            .map(reply -> store(transaction, event.connectorId(), reply, now))
                            .toList())
                    .then(stored -> {
                        int enqueued = Collections.frequency(stored, true);
                        if (enqueued == expected) {
                            events.append(transaction, asExpected);
                        } else {
                            routed(transaction, delivery, result, attempts, enqueued, now);
                            events.append(transaction, routedEvent(delivery, result, attempts, enqueued, now));
                        }
                    });
        });
    }

    private static ConnectorEvent routedEvent(
            LaneDelivery delivery, RouteInboundResult result, int attempts, int enqueued, long now) {
        return about(delivery, EventType.INBOUND_ROUTED, EventLevel.INFO, "message routed: " + result.decisionReason())
                .with("enqueued_outbound", enqueued)
                .with("attempts", attempts)
                .with("latency_ms", now - delivery.entry().createdAt());
    }

    private void routed(
            Transaction transaction,
            LaneDelivery delivery,
            RouteInboundResult result,
            int attempts,
            int enqueued,
            long now) {
        store.routed(
                transaction,
                delivery.entry().sequence(),
                attempts,
                result.decisionReason(),
                result.routeKey(),
                enqueued,
                now);
    }

    private Reply reply(InboundMessageEvent event, int index, RoutedOutput output) {
        EnvelopeId envelopeId = event.envelopeId().reply(index);
        try {
            if (output.defect().isPresent()) {
                throw output.defect().get();
            }
            OutboundMessageRequest request =
                    OutboundMessageRequest.reply(event, index, output.message().orElseThrow());
            return new Reply(envelopeId, outbox.prepare(request), output, null);
        } catch (InvalidEnvelopeException defect) {
            return new Reply(
                    envelopeId,
                    List.of(),
                    output,
                    "the daemon's output is invalid: " + defect.getMessage() + onTextAlone(output.raw()));
        }
    }

    /** An agent that answers with a surface or with data alone should learn why people see nothing. */
    private static String onTextAlone(JsonNode output) {
        boolean hasText = !output.path("text").asText("").isBlank();
        boolean hasMore = output.hasNonNull("structured_json") || output.hasNonNull("a2ui_update");
        return hasText || !hasMore ? "" : "; structured_json and a2ui_update do not stand in for a text";
    }

    /** @return whether the output is now in the outbox; one that cannot be sent becomes a dead letter */
    private Answer<Boolean> store(Transaction transaction, ConnectorId connectorId, Reply reply, long now) {
        String defect = reply.defect();
        if (defect == null) {
            return outbox.insert(transaction, reply.rows()).map(EnqueueOutcome::created);
        }
        deadLetters.add(
                transaction,
                connectorId,
                reply.envelopeId(),
                Direction.OUTBOUND,
                defect,
                reply.output().rawText(),
                now);
        events.append(
                transaction,
                ConnectorEvent.about(
                                connectorId, reply.envelopeId(), EventType.OUTBOX_DEAD_LETTER, EventLevel.ERROR, defect)
                        .with("reason", defect));
        return Answer.of(false);
    }

    private void notRouted(LaneDelivery delivery, InboundVerdict.NotRouted verdict) {
        long now = clock.millis();
        String reason = verdict.reason();
        delivery.settle(LaneStep.NEXT, transaction -> {
            store.notRouted(transaction, delivery.entry().sequence(), verdict.attempts(), reason, now);
            events.append(
                    transaction,
                    about(
                            delivery,
                            EventType.INBOUND_NOT_ROUTED,
                            EventLevel.WARN,
                            "the daemon refused the message: " + reason));
        });
    }

    private void waiting(LaneDelivery delivery, Pause pause) {
        String reason = pause.reason();
        LaneStep.WaitUntil step = delivery.wait(pause.delay());
        sources.failed(delivery.lane().connectorId(), reason);
        delivery.settle(step, transaction -> {
            long nextAttempt = delivery.now(step);
            store.waiting(transaction, delivery.entry().sequence(), pause.tries(), reason, nextAttempt);
            events.append(
                    transaction,
                    about(
                                    delivery,
                                    EventType.INBOUND_RETRY,
                                    EventLevel.WARN,
                                    "the daemon is asked again later: " + reason)
                            .with("reason", reason)
                            .with("attempts", pause.tries().attempts())
                            .with("next_attempt_unix_ms", nextAttempt));
        });
    }

    private void dead(LaneDelivery delivery, int attempts, String reason) {
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
                            .with("reason", reason)
                            .with("attempts", attempts));
        });
    }

    private static ConnectorEvent about(LaneDelivery delivery, EventType type, EventLevel level, String message) {
        return ConnectorEvent.about(
                delivery.lane().connectorId(), delivery.entry().envelopeId(), type, level, message);
    }
}
