package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.PutOff;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of the inbox. Methods with a transaction write in it; the others read on their own and may block. */
public interface InboxStore {

    LaneQueue lanes();

    /**
     * Adds an event to the end of its lane, and makes the lane due unless it is in hand, waits or is held.
     *
     * @param payload the event as JSON
     * @return false where an event with this connector and envelope id is known: no row is added or changed; the
     *     lane is due all the same
     */
    Answer<Boolean> insert(Transaction transaction, InboundMessageEvent event, String payload, long now);

    /**
     * The same for an event that is not handed over before a time: it stands in a lane of its sender's own beside that of
     * its conversation.
     */
    Answer<Boolean> insertPutOff(
            Transaction transaction, InboundMessageEvent event, String payload, PutOff putOff, long now);

    /**
     * Adds an event that is dead from the beginning.
     *
     * @return false where an event with this connector and envelope id is known: nothing of it is changed
     */
    boolean insertDead(
            Transaction transaction, InboundMessageEvent event, String payload, int attempts, String reason, long now);

    void routed(
            Transaction transaction,
            long sequence,
            int attempts,
            String reason,
            @Nullable String routeKey,
            int enqueuedOutbound,
            long now);

    void notRouted(Transaction transaction, long sequence, int attempts, String reason, long now);

    /** Stays pending until the given time. */
    void waiting(Transaction transaction, long sequence, Tries tries, String reason, long nextAttempt);

    void dead(Transaction transaction, long sequence, int attempts, String reason, long now);

    /**
     * Puts dead events back to pending with no attempts and wakes their lanes.
     *
     * @return those that there are
     */
    Set<EnvelopeId> revive(
            Transaction transaction, ConnectorId connectorId, Collection<EnvelopeId> envelopeIds, long now);

    /** Lets the lanes of events go on, whatever held them; does nothing about those that there are not. */
    void resumeLanes(Transaction transaction, ConnectorId connectorId, Collection<EnvelopeId> envelopeIds, long now);

    /** The event itself, as long as it is kept. */
    Optional<InboundMessageEvent> event(Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId);

    Optional<InboxEntry> find(ConnectorId connectorId, EnvelopeId envelopeId);
}
