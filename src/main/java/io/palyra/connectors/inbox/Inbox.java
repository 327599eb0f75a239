package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.ListBody;
import io.palyra.connectors.adapter.LogContext;
import io.palyra.connectors.adapter.PutOff;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The way into the inbox: validate, dedupe, store. A message is accepted once its transaction has committed. */
public final class Inbox {

    private final InboxStore store;
    private final DeadLetterStore deadLetters;
    private final EventLog events;
    private final Transactions transactions;
    private final InboundSources sources;
    private final Clock clock;

    public Inbox(
            InboxStore store,
            DeadLetterStore deadLetters,
            EventLog events,
            Transactions transactions,
            InboundSources sources,
            Clock clock) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.events = events;
        this.transactions = transactions;
        this.sources = sources;
        this.clock = clock;
    }

    /**
     * Admits a message. One that was seen before is answered as a duplicate and changes nothing.
     *
     * @return completed after the commit, on a thread of the store's
     * @throws InvalidEnvelopeException where the message breaks a limit; an event says so
     * @throws UnknownConnectorException where there is no such instance
     */
    public CompletableFuture<InboundIngestOutcome> admit(InboundMessageEvent event) {
        return admit(event, null);
    }

    /** The same for a message about which the daemon is not asked before a time, where one is given. */
    CompletableFuture<InboundIngestOutcome> admit(InboundMessageEvent event, @Nullable PutOff putOff) {
        Admission admission = prepare(event);
        return transactions.submitAsking(transaction -> insert(transaction, admission, putOff));
    }

    /** Admits messages in one commit, in their order, or none of them. */
    CompletableFuture<List<InboundIngestOutcome>> admitAll(List<InboundMessageEvent> admitted) {
        List<Admission> admissions = ListBody.each(admitted, this::prepare);
        return transactions.submitAsking(transaction -> Answer.all(admissions.stream()
                .map(admission -> insert(transaction, admission, null))
                .toList()));
    }

    /**
     * A message ready to be stored, written by whoever brings it.
     *
     * @param received what the event log says once it is stored
     */
    private record Admission(InboundMessageEvent event, String payload, ConnectorEvent received) {}

    private Admission prepare(InboundMessageEvent event) {
        sources.principal(event.connectorId());
        try {
            event.requireBodyWithin(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
        } catch (InvalidEnvelopeException e) {
            rejected(event, e);
            throw e;
        }
        LogContext.TEXT.trace("{} {}: {}", event.connectorId(), event.envelopeId(), event.body());
        return new Admission(
                event,
                WireFormat.write(event),
                about(event, EventType.INBOUND_RECEIVED, EventLevel.INFO, "message admitted")
                        .written());
    }

    /** Whether the message was admitted, or given up, before. Reads on its own; may block. */
    boolean isKnown(InboundMessageEvent event) {
        return store.find(event.connectorId(), event.envelopeId()).isPresent();
    }

    /**
     * Stores a message that was not admitted as a dead letter. It is known from then on, so that it is not tried again where
     * its platform gives it once more. Blocks until it is committed.
     */
    void giveUp(InboundMessageEvent event, int attempts, String reason) {
        String payload = WireFormat.write(event);
        sources.failed(event.connectorId(), reason);
        transactions.writeAndWait(transaction -> {
            long now = clock.millis();
            if (store.insertDead(transaction, event, payload, attempts, reason, now)) {
                deadLetters.add(
                        transaction, event.connectorId(), event.envelopeId(), Direction.INBOUND, reason, payload, now);
                events.append(
                        transaction,
                        about(
                                        event,
                                        EventType.INBOUND_DEAD_LETTER,
                                        EventLevel.ERROR,
                                        "message is a dead letter: " + reason)
                                .with("reason", reason)
                                .with("attempts", attempts));
            }
        });
    }

    private Answer<InboundIngestOutcome> insert(Transaction transaction, Admission admission, @Nullable PutOff putOff) {
        long now = clock.millis();
        InboundMessageEvent event = admission.event();
        Answer<Boolean> fresh = putOff == null
                ? store.insert(transaction, event, admission.payload(), now)
                : store.insertPutOff(transaction, event, admission.payload(), putOff, now);
        return fresh.map(admitted -> inserted(transaction, admission, putOff, admitted, now));
    }

    private InboundIngestOutcome inserted(
            Transaction transaction, Admission admission, @Nullable PutOff putOff, boolean fresh, long now) {
        InboundMessageEvent event = admission.event();
        events.append(
                transaction,
                fresh
                        ? admission.received()
                        : about(
                                event,
                                EventType.INBOUND_DUPLICATE,
                                EventLevel.INFO,
                                "message seen before, not routed again"));
        if (fresh && putOff != null) {
            events.append(
                    transaction,
                    about(event, EventType.INBOUND_PUT_OFF, EventLevel.WARN, putOff.reason())
                            .with("conversation_id", event.conversationId().value())
                            .with("sender_id", event.senderId().value())
                            .with("next_attempt_unix_ms", putOff.untilUnixMs()));
        }
        if (fresh) {
            transaction.afterCommit(() -> sources.received(event.connectorId(), now));
        }
        return fresh
                ? new InboundIngestOutcome(true, false, false, "admitted", null, 0, 0)
                : new InboundIngestOutcome(true, true, false, "duplicate", null, 0, 0);
    }

    private void rejected(InboundMessageEvent event, InvalidEnvelopeException reason) {
        transactions.write(transaction -> events.append(
                transaction,
                about(event, EventType.INBOUND_REJECTED, EventLevel.WARN, "message refused: " + reason.getMessage())));
    }

    private static ConnectorEvent about(InboundMessageEvent event, EventType type, EventLevel level, String message) {
        return ConnectorEvent.about(event.connectorId(), event.envelopeId(), type, level, message);
    }
}
