package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/** A conversation, or a thread in it. Requests and results write it flat, among their own fields. */
public record MessageTarget(
        ConversationId conversationId, @Nullable ThreadId threadId) {
    @JsonCreator
    public MessageTarget {
        Checks.required(conversationId, "conversation_id");
    }
}
