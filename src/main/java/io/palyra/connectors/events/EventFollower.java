package io.palyra.connectors.events;

import java.util.List;

/**
 * Who is given the events that an {@link EventTail} reads. Its methods are called by the one thread that reads for all: they
 * return at once.
 */
public interface EventFollower {

    /** Whether it takes events now. Where it does not, it is left behind, and calls {@link EventTail.Following#wake} later. */
    boolean hasRoom();

    /**
     * The next events that it wants, in order.
     *
     * @param events may be empty
     * @param through where it is behind them; what it does not want is behind it, too
     */
    void take(List<LoggedEvent> events, EventPosition through);

    /** Events that it has not got were deleted by retention. It goes on from here. */
    void missed(EventPosition here);
}
