package io.palyra.connectors.net;

import java.io.IOException;
import org.apiguardian.api.API;

/** A connection that the egress guard refused: nothing was sent. */
@API(status = API.Status.EXPERIMENTAL)
public final class EgressDeniedException extends IOException {

    private static final long serialVersionUID = 1L;

    EgressDeniedException(String message) {
        super(message);
    }
}
