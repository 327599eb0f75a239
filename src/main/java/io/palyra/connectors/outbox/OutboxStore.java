package io.palyra.connectors.outbox;

import io.palyra.connectors.engine.Refusals;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of the outbox. Methods with a transaction write in it; the others read on their own and may block. */
public interface OutboxStore {

    LaneQueue lanes();

    /**
     * Adds a message to the end of its lane, and makes the lane due unless it is in hand, waits or is held.
     *
     * @param parts of one message, in order
     * @return false where a message with this idempotency key is known: no row is added or changed; the lane is due all the
     *     same
     */
    Answer<Boolean> insert(Transaction transaction, List<OutboxRow> parts, long now);

    void delivered(Transaction transaction, long sequence, MessageId nativeMessageId, int attempts, long now);

    /**
     * A message that was in hand waits until the given time.
     *
     * @param unknownSince unix ms since when the platform may have it; null where it certainly has not
     * @return false where an operator has decided about it meanwhile: nothing is changed then
     */
    Answer<Boolean> waiting(
            Transaction transaction,
            LaneEntry message,
            Tries tries,
            @Nullable RetryClass retryClass,
            String reason,
            long nextAttempt,
            @Nullable Long unknownSince);

    /** How often a message was refused with a code that nobody knows, and what happened to others meanwhile. */
    Refusals refusals(long sequence);

    /** A message was refused once more with a code that nobody knows. Forgotten once it ends, in whichever way. */
    void refused(Transaction transaction, long sequence);

    /**
     * The platform took this message: those of the connector that were refused are told.
     *
     * @return false where there are none that did not know
     */
    Answer<Boolean> passed(Transaction transaction, ConnectorId connectorId, long sequence);

    /**
     * The platform may or may not have a message that was in hand, and an operator decides.
     *
     * @param unknownSince unix ms
     * @return false where he has decided meanwhile: nothing is changed then
     */
    Answer<Boolean> unknown(Transaction transaction, LaneEntry message, int attempts, String reason, long unknownSince);

    /** @return false where an operator has decided about it while it was in hand: nothing is changed then */
    Answer<Boolean> dead(Transaction transaction, LaneEntry message, int attempts, String reason, long now);

    /**
     * Puts dead or unknown messages back to pending with no attempts, and wakes their lanes also where they were held, by
     * whichever message.
     *
     * @return those that there are in that state; nothing is changed of others
     */
    Set<EnvelopeId> revive(
            Transaction transaction,
            ConnectorId connectorId,
            Collection<EnvelopeId> envelopeIds,
            OutboxState from,
            long now);

    /**
     * Gives a message with an unknown outcome up; its lane goes on as by {@link #resumeLanes}.
     *
     * @return false where there is no such message in that state
     */
    boolean giveUp(Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, String reason, long now);

    /** Lets the lanes of messages go on, but for those that another message holds for the same reason. */
    void resumeLanes(Transaction transaction, ConnectorId connectorId, Collection<EnvelopeId> envelopeIds, long now);

    /** The message and its further parts, in order; empty where the id is unknown. */
    List<OutboxEntry> find(ConnectorId connectorId, EnvelopeId envelopeId);

    /** Whether this message of the platform's is the delivered one of another envelope. */
    boolean isAnothers(ConnectorId connectorId, MessageId nativeMessageId, EnvelopeId envelopeId);
}
