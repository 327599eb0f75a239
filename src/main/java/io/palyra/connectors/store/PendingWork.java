package io.palyra.connectors.store;

import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transactions.Work;
import java.util.concurrent.CompletableFuture;

/**
 * A work that waits for its commit.
 *
 * @param done completed once it has committed
 * @param alone nothing else is in its transaction, and nothing is claimed in it
 */
record PendingWork<T>(Work<Answer<T>> work, CompletableFuture<T> done, boolean alone) {

    /** @return tells whoever waits for it */
    Runnable execute(SqlTransaction transaction) {
        Answer<T> result = work.execute(transaction);
        return () -> done.complete(result.get());
    }
}
