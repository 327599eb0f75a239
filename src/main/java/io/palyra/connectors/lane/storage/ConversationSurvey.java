package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what was said in a conversation. Reads on its own; may block. */
public interface ConversationSurvey {

    /** Messages of each direction among which those that are settled are looked for. */
    int NEWEST = 10_000;

    /**
     * A message; a part of a split one is a message of its own.
     *
     * @param state as it is stored
     * @param settledAtUnixMs when it came into its state; null while it is pending
     * @param nativeMessageId what the platform calls it; null where that is not known
     * @param senderId null on the way out, as is the display name
     * @param text only where it was asked for
     */
    record Message(
            Direction direction,
            EnvelopeId envelopeId,
            String state,
            int attempts,
            long createdAtUnixMs,
            @Nullable Long settledAtUnixMs,
            @Nullable Long nextAttemptUnixMs,
            @Nullable String reason,
            @Nullable String nativeMessageId,
            @Nullable String senderId,
            @Nullable String senderDisplay,
            @Nullable String text) {}

    /**
     * The newest messages of both directions, in the order in which they were stored: those that wait, are dead or have an unknown
     * outcome among all that are stored, the others among the newest {@value #NEWEST} of each direction.
     *
     * @param limit of messages; of each kind as many are read
     */
    List<Message> messages(ConnectorId connectorId, ConversationId conversationId, boolean withTexts, int limit);
}
