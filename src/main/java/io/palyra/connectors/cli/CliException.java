package io.palyra.connectors.cli;

/** A command that did not do what it was asked for; the message is one sentence with the way out. */
public final class CliException extends RuntimeException {

    /** The operation failed. */
    public static final int FAILED = 1;

    /** The command was not given right. */
    public static final int USAGE = 2;

    /** Nobody answers at the URL. */
    public static final int UNREACHABLE = 3;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
