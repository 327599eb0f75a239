package io.palyra.connectors.daemon;

/** The daemon refused the message for good. */
public class DaemonRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public DaemonRejectedException(String message) {
        super(message);
    }
}
