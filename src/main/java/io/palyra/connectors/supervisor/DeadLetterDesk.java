package io.palyra.connectors.supervisor;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where an operator decides about dead letters. Each is decided in a transaction of its own: what becomes of the message,
 * the end of the dead letter, and the event that says so.
 *
 * <p>Thread safe. Every call blocks until its transactions have committed.
 */
public final class DeadLetterDesk {

    /**
     * What became of several dead letters.
     *
     * @param done decided as asked
     * @param refused left as they are, because they cannot be replayed or are gone
     */
    public record BulkOutcome(int done, int refused) {}

    private final DeadLetterStore deadLetters;
    private final InboxStore inbox;
    private final OutboxStore outbox;
    private final DeadLetterReplay replay;
    private final EventLog events;
    private final Transactions transactions;
    private final Clock clock;

    public DeadLetterDesk(
            DeadLetterStore deadLetters,
            InboxStore inbox,
            OutboxStore outbox,
            DeadLetterReplay replay,
            EventLog events,
            Transactions transactions,
            Clock clock) {
        this.deadLetters = deadLetters;
        this.inbox = inbox;
        this.outbox = outbox;
        this.replay = replay;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Puts the message back to where it failed, with no attempts.
     *
     * @throws UnknownDeadLetterException where there is no such dead letter
     * @throws ConnectorStateException where the message cannot be tried again, with the reason
     */
    public DeadLetter replay(ConnectorId connectorId, long deadLetterId) {
        return transactions.run(transaction -> replayIn(transaction, connectorId, deadLetterId));
    }

    /**
     * Gives the message up. A conversation that waited because of it goes on.
     *
     * @throws UnknownDeadLetterException where there is no such dead letter
     */
    public DeadLetter discard(ConnectorId connectorId, long deadLetterId) {
        return transactions.run(transaction -> discardIn(transaction, connectorId, deadLetterId));
    }

    /** Replays the latest dead letters that the filter lets through, at most {@code limit}, the oldest of them first. */
    public BulkOutcome replayAll(ConnectorId connectorId, DeadLetterStore.Filter filter, int limit) {
        return each(connectorId, filter, limit, this::replayIn);
    }

    /** Discards the latest dead letters that the filter lets through, at most {@code limit}. */
    public BulkOutcome discardAll(ConnectorId connectorId, DeadLetterStore.Filter filter, int limit) {
        return each(connectorId, filter, limit, this::discardIn);
    }

    private interface Decision {
        DeadLetter decide(Transaction transaction, ConnectorId connectorId, long deadLetterId);
    }

    /** All are handed over before the first is waited for, so that they share commits. */
    private BulkOutcome each(ConnectorId connectorId, DeadLetterStore.Filter filter, int limit, Decision decision) {
        List<CompletableFuture<Boolean>> decided = new ArrayList<>();
        deadLetters.summaries(connectorId, filter, limit).stream()
                .map(DeadLetterStore.Summary::deadLetterId)
                .sorted(Comparator.naturalOrder())
                .forEach(id ->
                        decided.add(transactions.write(transaction -> decision.decide(transaction, connectorId, id))));
        int refused = 0;
        for (CompletableFuture<Boolean> each : decided) {
            try {
                Transactions.await(each);
            } catch (ConnectorStateException | UnknownDeadLetterException e) {
                refused++;
            }
        }
        return new BulkOutcome(decided.size() - refused, refused);
    }

    private DeadLetter replayIn(Transaction transaction, ConnectorId connectorId, long deadLetterId) {
        DeadLetter letter = find(transaction, connectorId, deadLetterId);
        replay.replay(transaction, letter, clock.millis());
        deadLetters.remove(transaction, deadLetterId);
        append(transaction, letter, EventType.DEAD_LETTER_REPLAYED, "an operator has the message tried again");
        return letter;
    }

    private DeadLetter discardIn(Transaction transaction, ConnectorId connectorId, long deadLetterId) {
        DeadLetter letter = find(transaction, connectorId, deadLetterId);
        deadLetters.remove(transaction, deadLetterId);
        if (letter.direction() == Direction.INBOUND) {
            inbox.resumeLane(transaction, connectorId, letter.envelopeId(), clock.millis());
        } else {
            outbox.resumeLane(transaction, connectorId, letter.envelopeId(), clock.millis());
        }
        append(transaction, letter, EventType.DEAD_LETTER_DISCARDED, "an operator gave the message up");
        return letter;
    }

    private DeadLetter find(Transaction transaction, ConnectorId connectorId, long deadLetterId) {
        return deadLetters
                .find(transaction, connectorId, deadLetterId)
                .orElseThrow(() -> new UnknownDeadLetterException(connectorId, deadLetterId));
    }

    private void append(Transaction transaction, DeadLetter letter, EventType type, String message) {
        events.append(
                transaction,
                ConnectorEvent.about(letter.connectorId(), letter.envelopeId(), type, EventLevel.INFO, message)
                        .with("dead_letter_id", letter.deadLetterId())
                        .with("direction", letter.direction().wireName()));
    }
}
