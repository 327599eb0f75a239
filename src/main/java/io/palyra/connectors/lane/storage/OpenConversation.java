package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireEnum;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that has messages to be handed over.
 *
 * @param depth how many
 * @param oldestUnixMs when the first of them was stored
 * @param newestUnixMs when the last of them was stored
 * @param why it does not go on now; null where it does
 * @param untilUnixMs when it goes on by itself, where that is known
 * @param envelopeId its first message
 * @param reason what the last attempt said
 */
public record OpenConversation(
        Direction direction,
        ConversationId conversationId,
        long depth,
        long oldestUnixMs,
        long newestUnixMs,
        State state,
        BlockedLanes.@Nullable Why why,
        @Nullable Long untilUnixMs,
        EnvelopeId envelopeId,
        @Nullable String reason) {

    /** Whether it goes on. */
    public enum State implements WireEnum {
        /** It may be taken now. */
        DUE,
        /** It is in hand. */
        CLAIMED,
        /** For another attempt, or for what was stated. */
        WAITING,
        /** For an operator. */
        HELD
    }

    /** Which come first. */
    public enum Order implements WireEnum {
        DEPTH,
        OLDEST,
        NEWEST
    }
}
