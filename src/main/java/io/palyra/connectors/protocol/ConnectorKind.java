package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a connector speaks, such as {@code discord}: {@code [a-z][a-z0-9-]*}, at most 32 bytes. An open set, so that a
 * new connector changes nothing here.
 */
public record ConnectorKind(@JsonValue String value) {
    public static final int BYTES_MAX = 32;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ConnectorKind {
        value = Checks.id(value, "kind", BYTES_MAX);
        if (!isKind(value)) {
            throw InvalidEnvelopeException.ofBareValue(
                    "kind", "must be lower-case letters, digits and '-', a letter first", Texts.quote(value));
        }
    }

    private static boolean isKind(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && (i == 0 || (!digit && c != '-'))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
