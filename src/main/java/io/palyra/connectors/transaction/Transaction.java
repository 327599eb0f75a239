package io.palyra.connectors.transaction;

import io.palyra.connectors.protocol.Direction;

/** One open transaction of the store, valid only inside the work that received it. Not thread safe. */
public interface Transaction {

    /** Runs the action once the transaction has committed, on the writer thread; never after a rollback. */
    void afterCommit(Runnable action);

    /**
     * Runs the action soon after those of {@link #afterCommit}, on the thread on which {@link Transactions#submitAsking} tells of
     * commits, and in their order. For what makes another thread run, which would take the processor from the writer.
     */
    default void wakeAfterCommit(Runnable action) {
        afterCommit(action);
    }

    /** Says that a lane of this direction is or becomes due at the given time (unix ms). */
    void laneDue(Direction direction, long unixMs);

    /** Says that more lanes of this direction may be due than this program takes. */
    default void laneLeft(Direction direction) {
        // Nobody else would
    }
}
