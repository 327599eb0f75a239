package io.palyra.connectors.supervisor;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.DeadLetterStore.Summary;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireEnum;
import io.palyra.connectors.transaction.Transaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries out what an operator has decided about dead letters, within a transaction: what becomes of the messages, the end of the
 * dead letters, and the events that say so. Its statements do not grow with the letters, but for those whose message has no row
 * any more. Messages of one conversation come back together, and so in their order.
 */
public final class DeadLetterDecisions {

    /** What an operator decides. */
    public enum Decision implements WireEnum {
        /** The messages are put back to where they failed, with no attempts. */
        REPLAY,
        /** The messages are given up. Conversations that waited because of them go on. */
        DISCARD
    }

    private final DeadLetterStore deadLetters;
    private final InboxStore inbox;
    private final OutboxStore outbox;
    private final DeadLetterReplay replay;
    private final EventLog events;
    private final Clock clock;

    public DeadLetterDecisions(
            DeadLetterStore deadLetters,
            InboxStore inbox,
            OutboxStore outbox,
            DeadLetterReplay replay,
            EventLog events,
            Clock clock) {
        this.deadLetters = deadLetters;
        this.inbox = inbox;
        this.outbox = outbox;
        this.replay = replay;
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param letters that the transaction has read
     * @return why some are left as they are, by their numbers
     * @throws ConnectorStateException where somebody else decides about one of them at the same moment
     */
    public Map<Long, String> decide(
            Transaction transaction, ConnectorId connectorId, List<Summary> letters, Decision decision) {
        Map<Long, String> left = new HashMap<>();
        if (decision == Decision.REPLAY) {
            left = replay(transaction, connectorId, letters);
        }
        List<Summary> decided = without(letters, left.keySet());
        int removed = deadLetters.remove(
                transaction,
                connectorId,
                decided.stream().map(Summary::deadLetterId).toList());
        if (removed != decided.size()) {
            throw new ConnectorStateException(
                    "somebody else has decided about one of the dead letters at the same moment: try again");
        }
        if (decision == Decision.DISCARD) {
            long now = clock.millis();
            inbox.resumeLanes(transaction, connectorId, envelopes(decided, Direction.INBOUND), now);
            outbox.resumeLanes(transaction, connectorId, envelopes(decided, Direction.OUTBOUND), now);
        }
        decided.forEach(letter -> append(transaction, connectorId, letter, decision));
        return left;
    }

    private Map<Long, String> replay(Transaction transaction, ConnectorId connectorId, List<Summary> letters) {
        long now = clock.millis();
        Set<EnvelopeId> inbound = inbox.revive(transaction, connectorId, envelopes(letters, Direction.INBOUND), now);
        Set<EnvelopeId> outbound =
                outbox.revive(transaction, connectorId, envelopes(letters, Direction.OUTBOUND), OutboxState.DEAD, now);
        Map<Long, String> left = new HashMap<>();
        for (Summary letter : letters) {
            if (!(letter.direction() == Direction.INBOUND ? inbound : outbound).contains(letter.envelopeId())) {
                try {
                    replay.replay(transaction, find(transaction, connectorId, letter.deadLetterId()), now);
                } catch (ConnectorStateException e) {
                    left.put(letter.deadLetterId(), String.valueOf(e.getMessage()));
                }
            }
        }
        return left;
    }

    DeadLetter find(Transaction transaction, ConnectorId connectorId, long deadLetterId) {
        return deadLetters
                .find(transaction, connectorId, deadLetterId)
                .orElseThrow(() -> new UnknownDeadLetterException(connectorId, deadLetterId));
    }

    private static List<Summary> without(List<Summary> letters, Set<Long> some) {
        return letters.stream()
                .filter(letter -> !some.contains(letter.deadLetterId()))
                .toList();
    }

    private static List<EnvelopeId> envelopes(List<Summary> letters, Direction direction) {
        List<EnvelopeId> envelopes = new ArrayList<>();
        letters.stream()
                .filter(letter -> letter.direction() == direction)
                .forEach(letter -> envelopes.add(letter.envelopeId()));
        return envelopes;
    }

    private void append(Transaction transaction, ConnectorId connectorId, Summary letter, Decision decision) {
        boolean replayed = decision == Decision.REPLAY;
        events.append(
                transaction,
                ConnectorEvent.about(
                                connectorId,
                                letter.envelopeId(),
                                replayed ? EventType.DEAD_LETTER_REPLAYED : EventType.DEAD_LETTER_DISCARDED,
                                EventLevel.INFO,
                                replayed
                                        ? "an operator has the message tried again"
                                        : "an operator gave the message up")
                        .with("dead_letter_id", letter.deadLetterId())
                        .with("direction", letter.direction().wireName()));
    }
}
