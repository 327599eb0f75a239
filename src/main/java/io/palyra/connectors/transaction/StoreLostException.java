package io.palyra.connectors.transaction;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The store is damaged, or its files are not the ones that the program has opened: it takes nothing any more until the program
 * starts again.
 */
@API(status = API.Status.STABLE)
public final class StoreLostException extends StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    /** Whether somebody has failed because of that. The store has logged it then, once for all who fail so. */
    public static boolean isCauseOf(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreLostException) {
                return true;
            }
        }
        return false;
    }

    /** @param message what has happened, and what to do */
    public StoreLostException(String message) {
        super(message, null);
    }
}
