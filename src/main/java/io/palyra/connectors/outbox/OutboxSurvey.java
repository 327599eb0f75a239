package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks through the outbox. Reads on its own; may block. */
public interface OutboxSurvey {

    /**
     * One row; a part of a split message is a row of its own.
     *
     * @param sequence where it stands in the outbox
     * @param nextAttemptUnixMs null where none is due
     * @param reason what the last attempt said
     */
    record Row(
            long sequence,
            EnvelopeId envelopeId,
            ConversationId conversationId,
            OutboxState state,
            int attempts,
            @Nullable Long nextAttemptUnixMs,
            long createdAtUnixMs,
            @Nullable String reason) {}

    /**
     * The rows of a connector in one state, oldest first.
     *
     * @param conversationId only of this one; null means any
     * @param after only behind this sequence; 0 from the beginning
     */
    List<Row> list(
            ConnectorId connectorId, OutboxState state, @Nullable ConversationId conversationId, long after, int limit);
}
