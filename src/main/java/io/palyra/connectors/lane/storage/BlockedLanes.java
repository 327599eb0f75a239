package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import org.jspecify.annotations.Nullable;

/**
 * Conversations of a connector that have messages and may not go on now, in both directions.
 *
 * @param oldest the one whose first message has waited longest
 */
public record BlockedLanes(long count, @Nullable Blocked oldest) {

    /** Why a conversation may not go on. */
    public enum Why {
        /** Its first message waits for another attempt, or the platform limits it. */
        WAITING_FOR_RETRY,
        /** Another bot and this one answer each other there too often: what that bot says waits, nothing else does. */
        PUT_OFF,
        /** Its messages are due, but the platform or the daemon is tried by one message at a time. */
        NOTHING_GETS_THROUGH,
        /** A message of it is dead, and an operator decides ({@code palyra.outbox.on-dead-letter=hold}). */
        HELD_BY_DEAD_LETTER,
        /** The outcome of a message of it is not known, and an operator decides. */
        HELD_BY_UNKNOWN_OUTCOME
    }

    /**
     * One blocked conversation.
     *
     * @param envelopeId its first message; of a held conversation the one that holds it, where that is known
     * @param sinceUnixMs when that message was stored
     * @param untilUnixMs when it goes on by itself; null where an operator decides, or where it depends on others getting
     *     through
     * @param reason what the last attempt said
     */
    public record Blocked(
            Direction direction,
            ConversationId conversationId,
            EnvelopeId envelopeId,
            Why why,
            long sinceUnixMs,
            @Nullable Long untilUnixMs,
            @Nullable String reason) {}
}
