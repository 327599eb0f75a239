package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A platform's id of a conversation: a channel, a chat, a direct message.
 * At most 256 bytes, not blank, no control characters.
 */
public record ConversationId(@JsonValue String value) {
    public static final int BYTES_MAX = 256;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ConversationId {
        value = Checks.id(value, "conversation_id", BYTES_MAX);
    }

    @Override
    public String toString() {
        return value;
    }
}
