package io.palyra.connectors.access;

/** The state of an instance's access does not allow what an operator wants; the message says what does. */
public class AccessStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AccessStateException(String message) {
        super(message);
    }
}
