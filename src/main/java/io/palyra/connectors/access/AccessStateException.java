package io.palyra.connectors.access;

/** The state of an instance's access does not allow what an operator wants, or the settings file owns a rule that he would change. */
public final class AccessStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AccessStateException(String message) {
        super(message);
    }
}
