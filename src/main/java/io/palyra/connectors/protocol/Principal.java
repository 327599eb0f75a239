package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * In whose name a connector talks to the daemon, such as {@code channel:discord:ops}.
 * At most 128 bytes, not blank, no control characters.
 */
public record Principal(@JsonValue String value) {
    public static final int BYTES_MAX = 128;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Principal {
        value = Checks.id(value, "principal", BYTES_MAX);
    }

    @Override
    public String toString() {
        return value;
    }
}
