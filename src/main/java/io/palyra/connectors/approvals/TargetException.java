package io.palyra.connectors.approvals;

/** The message that is to be changed cannot be read, so that nobody can say what the change would do. */
public final class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean missing;

    TargetException(String message, boolean missing) {
        super(message);
        this.missing = missing;
    }

    /** Whether there is no such message; otherwise the platform does not show it. */
    public boolean isMissing() {
        return missing;
    }
}
