package io.palyra.connectors.adapter;

import org.jspecify.annotations.Nullable;

/** An inbound message was not admitted: nothing was stored. The cause says whether a later try can succeed. */
public class InboundRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public InboundRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
