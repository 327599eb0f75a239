package io.palyra.connectors.admin;

import org.jspecify.annotations.Nullable;

/** The admin API cannot listen. The message is one sentence that names the setting and the way out. */
public class AdminServerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AdminServerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
