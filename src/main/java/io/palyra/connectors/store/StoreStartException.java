package io.palyra.connectors.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be used. The message names the place or the setting and the way out. */
class StoreStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
