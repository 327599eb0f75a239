package io.palyra.connectors.inbox;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.LaneQueue;
import io.palyra.connectors.lane.Transaction;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of the inbox. Methods with a transaction write in it; the others read on their own and may block. */
public interface InboxStore {

    LaneQueue lanes();

    /**
     * Adds an event to the end of its lane.
     *
     * @param payload the event as JSON
     * @return false where an event with this connector and envelope id is known; nothing is changed then
     */
    boolean insert(Transaction transaction, InboundMessageEvent event, String payload, long now);

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

    /** Puts a dead event back to pending with no attempts; false where there is none. */
    boolean revive(Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, long now);

    /** Lets a held lane go on. */
    void resumeLane(Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, long now);

    /** The event itself, as long as it is kept. */
    Optional<InboundMessageEvent> event(Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId);

    Optional<InboxEntry> find(ConnectorId connectorId, EnvelopeId envelopeId);

    /** How many events of a connector have not been settled. */
    long pending(ConnectorId connectorId);
}
