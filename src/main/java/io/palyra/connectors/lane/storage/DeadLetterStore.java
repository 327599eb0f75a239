package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.transaction.Transaction;
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

    /** Bytes of messages that a page has at most, or one message. */
    long PAGE_BYTES_MAX = 4L * 1024 * 1024;

    /** The latest dead letters of a connector, newest first. Reads on its own; may block. */
    Page latest(ConnectorId connectorId, Filter filter, int limit);

    /** The same ones without their messages, and so all of them. Reads on its own; may block. */
    List<Summary> summaries(ConnectorId connectorId, Filter filter, int limit);

    /**
     * Some of the dead letters that were asked for: as many as {@link #PAGE_BYTES_MAX} allows, one at least.
     *
     * @param next where to go on, as {@link Filter#beforeId}; null where there is no more
     */
    record Page(List<DeadLetter> letters, @Nullable Long next) {}

    /** A dead letter without its message. */
    record Summary(
            long deadLetterId,
            EnvelopeId envelopeId,
            Direction direction,
            String reason,
            long createdAtUnixMs,
            long payloadBytes) {}

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
