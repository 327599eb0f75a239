package io.palyra.connectors.net;

import java.io.IOException;

/** A connection that the egress guard refused: nothing was sent. */
public final class EgressDeniedException extends IOException {

    private static final long serialVersionUID = 1L;

    public EgressDeniedException(String message) {
        super(message);
    }
}
