package io.palyra.connectors.server;

import org.jspecify.annotations.Nullable;

/** A port cannot be listened on. The message is one sentence that names the setting and the way out. */
public class ListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ListenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
