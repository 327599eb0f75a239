package io.palyra.connectors.program;

/** The program cannot start. The message is one sentence with the way out. */
public class ProgramStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProgramStartException(String message) {
        super(message);
    }

    public ProgramStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
