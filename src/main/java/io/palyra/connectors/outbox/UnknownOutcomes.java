package io.palyra.connectors.outbox;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.List;

/**
 * Where an operator decides about messages that the platform may or may not have. Of a split message it is about the
 * parts whose outcome is not known; the others stay as they are.
 *
 * <p>Thread safe. Every call blocks until its transaction has committed.
 */
public final class UnknownOutcomes {

    private static final String GIVEN_UP = "given up by an operator while its outcome was not known";

    private final OutboxStore store;
    private final EventLog events;
    private final Transactions transactions;
    private final Clock clock;

    public UnknownOutcomes(OutboxStore store, EventLog events, Transactions transactions, Clock clock) {
        this.store = store;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Sends the message once more; its conversation goes on after it. Where the platform did take it the first time, it
     * may show it twice.
     *
     * @return false where no outcome of this message is unknown; nothing is changed then
     */
    public boolean resend(ConnectorId connectorId, EnvelopeId envelopeId) {
        return decide(connectorId, envelopeId, this::resendIn);
    }

    /**
     * Leaves the message as it is, dead, and lets its conversation go on.
     *
     * @return false where no outcome of this message is unknown; nothing is changed then
     */
    public boolean discard(ConnectorId connectorId, EnvelopeId envelopeId) {
        return decide(connectorId, envelopeId, this::discardIn);
    }

    private interface Decision {
        boolean decide(Transaction transaction, OutboxEntry part);
    }

    private boolean decide(ConnectorId connectorId, EnvelopeId envelopeId, Decision decision) {
        List<OutboxEntry> unknown = store.find(connectorId, envelopeId).stream()
                .filter(part -> part.state() == OutboxState.UNKNOWN)
                .toList();
        return !unknown.isEmpty()
                && transactions.run(transaction -> {
                    boolean decided = false;
                    for (OutboxEntry part : unknown) {
                        decided |= decision.decide(transaction, part);
                    }
                    return decided;
                });
    }

    private boolean resendIn(Transaction transaction, OutboxEntry part) {
        boolean revived = !store.revive(
                        transaction,
                        part.connectorId(),
                        List.of(part.envelopeId()),
                        OutboxState.UNKNOWN,
                        clock.millis())
                .isEmpty();
        if (revived) {
            append(transaction, part, EventType.OUTBOX_RETRY, "an operator has the message sent again");
        }
        return revived;
    }

    private boolean discardIn(Transaction transaction, OutboxEntry part) {
        boolean givenUp =
                store.giveUp(transaction, part.connectorId(), part.envelopeId(), reason(part), clock.millis());
        if (givenUp) {
            append(transaction, part, EventType.OUTBOX_DEAD_LETTER, "message " + GIVEN_UP);
        }
        return givenUp;
    }

    private static String reason(OutboxEntry part) {
        return part.reason() == null ? GIVEN_UP : GIVEN_UP + ": " + part.reason();
    }

    private void append(Transaction transaction, OutboxEntry part, EventType type, String message) {
        events.append(
                transaction,
                ConnectorEvent.about(part.connectorId(), part.envelopeId(), type, EventLevel.WARN, message));
    }
}
