package io.palyra.connectors.platform.inbound;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast history is read: so that sends keep their share of what the platform takes, and slower while nothing is answered. One
 * that has failed waits for longer than others, as it may fail alone. Thread safe, never blocks.
 */
final class HistoryPace {

    private static final Duration FIRST_HOLD = Duration.ofMillis(250);
    private static final Duration HOLD_MAX = Duration.ofSeconds(30);

    /** How long the failures of others hold up a feed that has not failed. */
    private static final Duration OTHERS_HOLD_MAX = Duration.ofSeconds(1);

    private final Duration interval;
    private final LongSupplier nanos;
    private long free;
    private long failedAt;
    private Duration hold = Duration.ZERO;

    /**
     * @param interval from one request to the next, at least
     * @param nanos monotonic, as {@link System#nanoTime()}
     */
    HistoryPace(Duration interval, LongSupplier nanos) {
        this.interval = interval;
        this.nanos = nanos;
        this.free = nanos.getAsLong();
    }

    /**
     * Takes the next place.
     *
     * @param failing whether the last request about the same feed was not answered
     * @return how long the caller has to wait for it
     */
    synchronized Duration next(boolean failing) {
        long now = nanos.getAsLong();
        long place = free - now > 0 ? free : now;
        free = place + interval.toNanos();
        Duration held = failing || hold.compareTo(OTHERS_HOLD_MAX) < 0 ? hold : OTHERS_HOLD_MAX;
        long until = failedAt + held.toNanos();
        return Duration.ofNanos((!held.isZero() && until - place > 0 ? until : place) - now);
    }

    /** The platform has answered. */
    synchronized void answered() {
        hold = Duration.ZERO;
    }

    /** There was no answer of the platform: all wait for longer each time. */
    synchronized void failed() {
        Duration longer = hold.isZero() ? FIRST_HOLD : hold.multipliedBy(2);
        hold = longer.compareTo(HOLD_MAX) > 0 ? HOLD_MAX : longer;
        failedAt = nanos.getAsLong();
    }
}
