package io.palyra.connectors.transaction;

import org.apiguardian.api.API;

/** The store's files are not the ones that the program has opened: it takes nothing any more until the program starts again. */
@API(status = API.Status.STABLE)
public final class StoreLostException extends StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    /** @param message what has happened, and what to do */
    public StoreLostException(String message) {
        super(message, null);
    }
}
