package io.palyra.connectors.routes;

/** A route file does not work. The message names the file, the line where it is known, what is wrong and the way out. */
public class BrokenRoutesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokenRoutesException(String message) {
        super(message);
    }
}
