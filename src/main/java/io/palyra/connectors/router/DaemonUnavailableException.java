package io.palyra.connectors.router;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The daemon gave no usable answer; another attempt may succeed. */
public class DaemonUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** @param retryAfter the wait that the daemon asked for, if it did */
    public DaemonUnavailableException(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
