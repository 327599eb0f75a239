package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireEnum;
import io.palyra.connectors.transaction.Transaction;
import java.util.Collection;
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

    /** Those that there are, in the order of their numbers. */
    List<Summary> among(Transaction transaction, ConnectorId connectorId, Collection<Long> deadLetterIds);

    /** @return how many there were */
    int remove(Transaction transaction, ConnectorId connectorId, Collection<Long> deadLetterIds);

    /** Bytes of messages that a page has at most, or one message. */
    long PAGE_BYTES_MAX = 4L * 1024 * 1024;

    /** The latest dead letters of a connector, newest first. Reads on its own; may block. */
    Page latest(ConnectorId connectorId, Filter filter, int limit);

    /** The same ones without their messages, and so all of them. Reads on its own; may block. */
    List<Summary> summaries(ConnectorId connectorId, Filter filter, int limit);

    /** The number of the latest dead letter of one of these messages. Reads on its own; may block. */
    Optional<Long> latestOf(ConnectorId connectorId, Direction direction, Collection<EnvelopeId> envelopeIds);

    /** How many there are. Reads on its own; may block. */
    Count count(ConnectorId connectorId, Filter filter);

    /**
     * The next ones on a walk through all of them: conversation by conversation, each in the order of its messages, and then those
     * whose message is not stored any more.
     *
     * @param limit of rows that are looked at
     */
    Step next(Transaction transaction, ConnectorId connectorId, Filter filter, Place after, int limit);

    /** @param latestId the greatest number among them; 0 where there are none */
    record Count(long letters, long latestId) {}

    /** @param place where to go on; null where there is no more */
    record Step(List<Summary> letters, @Nullable Place place) {}

    /** What a walk goes through, one after the other. */
    enum Stage implements WireEnum {
        OUTBOX,
        INBOUND,
        LETTERS
    }

    /**
     * A place on a walk.
     *
     * @param sequence of a message in its lane, or the number of a letter
     */
    record Place(Stage stage, long laneId, long sequence) {

        /** Of a walk in the order of conversations. */
        public static final Place OF_MESSAGES = new Place(Stage.OUTBOX, 0, 0);

        /** Of a walk in the order in which the messages were given up. */
        public static final Place OF_LETTERS = new Place(Stage.LETTERS, 0, 0);
    }

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

        /** None that comes later than this one. */
        public Filter upTo(long deadLetterId) {
            return new Filter(direction, reasonContains, beforeUnixMs, deadLetterId + 1);
        }
    }
}
