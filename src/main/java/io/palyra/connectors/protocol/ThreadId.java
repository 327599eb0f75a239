package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A platform's id of a thread inside a conversation. At most 256 bytes, not blank, no control characters. */
public record ThreadId(@JsonValue String value) {
    public static final int BYTES_MAX = 256;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ThreadId {
        value = Checks.id(value, "thread_id", BYTES_MAX);
    }

    @Override
    public String toString() {
        return value;
    }
}
