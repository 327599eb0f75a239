package io.palyra.connectors.lane;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps dead letters of both directions. */
public interface DeadLetterStore {

    /** Adds a dead letter in the caller's transaction. */
    void add(
            Transaction transaction,
            ConnectorId connectorId,
            EnvelopeId envelopeId,
            Direction direction,
            String reason,
            String payload,
            long now);

    Optional<DeadLetter> find(Transaction transaction, ConnectorId connectorId, long deadLetterId);

    void remove(Transaction transaction, long deadLetterId);

    /** The latest dead letters of a connector, newest first. Reads on its own; may block. */
    List<DeadLetter> latest(ConnectorId connectorId, Filter filter, int limit);

    /**
     * Which dead letters; null means any.
     *
     * @param beforeUnixMs older than this
     * @param beforeId with a smaller number than this
     */
    record Filter(
            @Nullable Direction direction,
            @Nullable String reasonContains,
            @Nullable Long beforeUnixMs,
            @Nullable Long beforeId) {
        public static final Filter ANY = new Filter(null, null, null, null);
    }
}
