package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A platform's id of the author of a message. At most 256 bytes, not blank, no control characters. */
public record SenderId(@JsonValue String value) {
    public static final int BYTES_MAX = 256;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SenderId {
        value = Checks.id(value, "sender_id", BYTES_MAX);
    }

    @Override
    public String toString() {
        return value;
    }
}
