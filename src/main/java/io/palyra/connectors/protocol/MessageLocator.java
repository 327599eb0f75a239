package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** One message of a platform. Written as one object: the target's fields and {@code message_id}. */
public record MessageLocator(@JsonUnwrapped MessageTarget target, MessageId messageId) {
    @JsonCreator
    public MessageLocator {
        Checks.required(target, "conversation_id");
        Checks.required(messageId, "message_id");
    }
}
