package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A platform's own id of a message, as opposed to our {@link EnvelopeId}.
 * At most 256 bytes, not blank, no control characters.
 */
public record MessageId(@JsonValue String value) {
    public static final int BYTES_MAX = 256;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MessageId {
        value = Checks.id(value, "message_id", BYTES_MAX);
    }

    @Override
    public String toString() {
        return value;
    }
}
