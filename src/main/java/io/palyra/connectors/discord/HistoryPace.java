package io.palyra.connectors.discord;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast history is read: well below the 50 requests a second that Discord takes of a bot in all, so that sends keep their
 * share; and slower while nothing is answered. Thread safe, never blocks.
 */
final class HistoryPace {

    static final int REQUESTS_PER_SECOND = 20;

    private static final Duration INTERVAL = Duration.ofSeconds(1).dividedBy(REQUESTS_PER_SECOND);
    private static final Duration FIRST_HOLD = Duration.ofMillis(250);
    private static final Duration HOLD_MAX = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private long free;
    private Duration hold = Duration.ZERO;

    /** @param nanos monotonic, as {@link System#nanoTime()} */
    HistoryPace(LongSupplier nanos) {
        this.nanos = nanos;
        this.free = nanos.getAsLong();
    }

    /** Takes the next place. @return how long the caller has to wait for it */
    synchronized Duration next() {
        long now = nanos.getAsLong();
        long place = free - now > 0 ? free : now;
        free = place + INTERVAL.toNanos();
        return Duration.ofNanos(place - now);
    }

    /** Discord has answered. */
    synchronized void answered() {
        hold = Duration.ZERO;
    }

    /** There was no answer of Discord: all wait for longer each time. */
    synchronized void failed() {
        Duration longer = hold.isZero() ? FIRST_HOLD : hold.multipliedBy(2);
        hold = longer.compareTo(HOLD_MAX) > 0 ? HOLD_MAX : longer;
        long until = nanos.getAsLong() + hold.toNanos();
        if (until - free > 0) {
            free = until;
        }
    }
}
