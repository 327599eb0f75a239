package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One configured connector: {@code kind:name}, such as {@code discord:ops}. At most 128 bytes. The name is an account
 * name, {@code [A-Za-z0-9._-]+}, kept in lower case; dots may not follow each other, nor stand alone, because names
 * become parts of paths.
 */
public record ConnectorId(@JsonValue String value) {
    public static final int BYTES_MAX = 128;
    private static final String FIELD = "connector_id";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ConnectorId {
        value = Checks.id(value, FIELD, BYTES_MAX);
        int colon = value.indexOf(':');
        if (colon < 0) {
            throw invalid("must be kind:name", value);
        }
        String name = value.substring(colon + 1);
        if (!isAccountName(name)) {
            throw invalid("name must be letters, digits, '.', '_' and '-'", value);
        }
        value = kindOf(value, colon) + ":" + name.toLowerCase(Locale.ROOT);
    }

    public static ConnectorId of(String value) {
        return new ConnectorId(value);
    }

    public static ConnectorId of(ConnectorKind kind, String name) {
        return new ConnectorId(kind.value() + ":" + name);
    }

    public ConnectorKind kind() {
        return new ConnectorKind(value.substring(0, value.indexOf(':')));
    }

    public String name() {
        return value.substring(value.indexOf(':') + 1);
    }

    private static ConnectorKind kindOf(String value, int colon) {
        try {
            return new ConnectorKind(value.substring(0, colon));
        } catch (InvalidEnvelopeException e) {
            throw invalid("kind " + e.reason(), value);
        }
    }

    private static boolean isAccountName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Texts.isAsciiLetterOrDigit(c) && "._-".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty() && !name.equals(".") && !name.contains("..");
    }

    private static InvalidEnvelopeException invalid(String reason, String value) {
        return InvalidEnvelopeException.ofBareValue(FIELD, reason, Texts.quote(value));
    }

    @Override
    public String toString() {
        return value;
    }
}
