package io.palyra.connectors.events;

import io.palyra.connectors.transaction.Transaction;

/** The stored positions of the routes that read events, and what comes behind them. */
public interface EventReaders {

    /** The end of the log. Reads on its own, as {@link #next} does: what commits after the call is behind it. */
    EventPosition end();

    /**
     * Where a route goes on; a route that is not known begins at a position, and is known from this transaction on. If it
     * begins in another process at the same time, this waits for it, and both begin where the first of them does.
     */
    EventPosition begin(Transaction transaction, String routeId, EventPosition anew, long now);

    /** Stores what a position has more than the one that is stored, and that the route runs at this time. */
    void move(Transaction transaction, String routeId, EventPosition stored, EventPosition position, long now);

    /** Reads on its own; may block. Every event that has committed before the call is seen, in order. */
    EventPage next(EventPosition after, EventSelection which, int limit);
}
