package io.palyra.connectors.daemon;

import org.apiguardian.api.API;

/** The daemon refused the message for good. */
@API(status = API.Status.STABLE)
public class DaemonRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public DaemonRejectedException(String message) {
        super(message);
    }
}
