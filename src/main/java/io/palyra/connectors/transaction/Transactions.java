package io.palyra.connectors.transaction;

import io.palyra.connectors.protocol.Direction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The only way to write to the store: work is handed over and grouped with what others hand over at the same time, so
 * that one commit (one sync of the disk) serves them all.
 *
 * <p>Works run one after the other, in the order in which they were submitted, on the store's writer thread. Where a work
 * takes an {@link Answer}, works of its group that come later may begin before it goes on; the answers of works that ask the
 * same come in the order of the works. A work whose group fails is run once more on its own; it must therefore have no
 * effect outside the transaction other than through {@link Transaction#afterCommit}.
 */
public interface Transactions {

    /**
     * Hands over work without waiting.
     *
     * @return completed with what the store has answered to the work after its transaction has committed, or exceptionally
     *     with what the work threw or a {@link StoreUnavailableException}. Dependents run on a thread of the store's, those of
     *     what has failed before anything else is written: they must be short and must not block.
     * @throws StoreUnavailableException when the store is closed or its queue stays full
     */
    <T> CompletableFuture<T> submitAsking(Work<Answer<T>> work);

    /** The same for work that has its result at once. */
    default <T> CompletableFuture<T> submit(Work<T> work) {
        return submitAsking(transaction -> Answer.of(work.execute(transaction)));
    }

    /**
     * For work that is also done outside the store, before it is begun.
     *
     * @throws StoreLostException where nothing is stored any more until the program starts again
     */
    default void refuseWhereLost() {
        // It takes what comes
    }

    /** Hands over statements without waiting and without a result. */
    default CompletableFuture<Boolean> write(Consumer<Transaction> statements) {
        return submit(transaction -> {
            statements.accept(transaction);
            return true;
        });
    }

    /** Hands over statements and waits for their commit. Never call it from inside a work. */
    default void writeAndWait(Consumer<Transaction> statements) {
        await(write(statements));
    }

    /** Registers what to run at the end of each group in which a lane of the direction became due. One per direction. */
    void onLaneDue(Direction direction, LaneDueListener listener);

    /** Hands over work and waits for its commit. Never call it from inside a work. */
    default <T> T run(Work<T> work) {
        return await(submit(work));
    }

    /** Waits for a commit and throws what the work threw, as it was thrown. */
    static <T> T await(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Some statements that commit together or not at all. */
    @FunctionalInterface
    interface Work<T> {
        T execute(Transaction transaction);
    }

    /** Told about lanes that became due. */
    interface LaneDueListener {

        /**
         * Runs inside the transaction that made a lane due, once its other works have been asked: what it claims commits with
         * them. Not all of their answers need be there.
         */
        void claim(Transaction transaction);

        /** A lane will be due at a later time; called after the commit. */
        void dueAt(long unixMs);
    }
}
