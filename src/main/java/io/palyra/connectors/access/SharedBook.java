package io.palyra.connectors.access;

import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the book follow what other programs on the store have changed. Thread safe. */
final class SharedBook {

    private static final Logger LOG = LoggerFactory.getLogger(SharedBook.class);

    private final AccessBook book;
    private final AccessStore store;
    private final Transactions transactions;
    private final AtomicBoolean isBehind = new AtomicBoolean();

    SharedBook(AccessBook book, AccessStore store, Transactions transactions) {
        this.book = book;
        this.store = store;
        this.transactions = transactions;
    }

    /**
     * Returns at once.
     *
     * @return completed once the book has what is stored; exceptionally if that could not be read
     */
    CompletableFuture<Boolean> readAgain() {
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        try {
            var unused = transactions
                    .write(transaction -> transaction.afterCommit(() -> read(read)))
                    .exceptionally(read::completeExceptionally);
        } catch (StoreUnavailableException e) {
            read.completeExceptionally(e);
        }
        return read;
    }

    /** On the writer's thread: what this program commits itself is in the book by then, or comes after it. */
    private void read(CompletableFuture<Boolean> read) {
        try {
            book.readAgain(store);
            isBehind.set(false);
            read.complete(true);
        } catch (RuntimeException | Error e) {
            if (isBehind.compareAndSet(false, true)) {
                LOG.warn(
                        "What other nodes have changed about access is not read yet, this is tried again: {}",
                        e.getMessage());
            }
            LOG.debug("The read failed", e);
            read.completeExceptionally(e);
        }
    }
}
