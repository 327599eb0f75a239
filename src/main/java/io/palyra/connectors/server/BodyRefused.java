package io.palyra.connectors.server;

/** Why a body was not read. The message is a sentence for its sender. */
public final class BodyRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Reason {
        TOO_LARGE,
        TOO_SLOW,
        CUT_SHORT,
        NO_ROOM
    }

    private final Reason reason;

    BodyRefused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
