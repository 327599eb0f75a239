package io.palyra.connectors.access;

/** There is no such request or grant. */
public final class UnknownAccessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownAccessException(String message) {
        super(message);
    }
}
