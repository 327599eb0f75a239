package io.palyra.connectors.settings;

/** A value is not allowed and may hold a secret: it is not shown. */
final class SecretInValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    SecretInValueException(String allowed) {
        super(allowed);
    }
}
