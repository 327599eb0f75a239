package io.palyra.connectors.access;

/** The settings file owns a rule that was to be changed. */
public final class DeclaredRuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeclaredRuleException(String message) {
        super(message);
    }
}
