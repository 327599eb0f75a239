package io.palyra.connectors.daemon.gateway;

import java.io.IOException;
import java.net.ConnectException;

/** There was no connection over which the whole call has left. */
final class NotConnectedException extends ConnectException {

    private static final long serialVersionUID = 1L;

    NotConnectedException(IOException why) {
        super(why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage());
        initCause(why);
    }
}
