package io.palyra.connectors.transaction;

import io.palyra.connectors.protocol.Direction;

/** One open transaction of the store, valid only inside the work that received it. Not thread safe. */
public interface Transaction {

    /** Runs the action once the transaction has committed, on the writer thread; never after a rollback. */
    void afterCommit(Runnable action);

    /** Says that a lane of this direction is or becomes due at the given time (unix ms). */
    void laneDue(Direction direction, long unixMs);

    /** Says that more lanes of this direction may be due than this program takes. */
    default void laneLeft(Direction direction) {
        // Nobody else would
    }
}
