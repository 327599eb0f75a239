package io.palyra.connectors.transaction;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** The store did not take the work: nothing of it was written. The same call may succeed later. */
@API(status = API.Status.STABLE)
public class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
