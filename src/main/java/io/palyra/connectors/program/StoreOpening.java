package io.palyra.connectors.program;

import io.palyra.connectors.store.SqlStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store that is opened while Camel is set up, which takes about as long. */
final class StoreOpening {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOpening.class);

    private final CompletableFuture<SqlStore> opening;

    private StoreOpening(CompletableFuture<SqlStore> opening) {
        this.opening = opening;
    }

    static StoreOpening begin(Supplier<SqlStore> open) {
        return new StoreOpening(CompletableFuture.supplyAsync(open));
    }

    /** Blocks until it is open; throws what kept it from that. */
    SqlStore store() {
        try {
            return opening.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : e;
        }
    }

    /** Where the start ended before anybody took the store over. */
    void closeUnused() {
        try {
            opening.thenAccept(SqlStore::close).join();
        } catch (CompletionException e) {
            LOG.debug("The store was not open: {}", e.getMessage());
        }
    }
}
