package io.palyra.connectors.platform.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a platform is asked again for what it did not give: twice as long each time, up to a minute, and never
 * shorter than it has stated. For one thread at a time.
 */
public final class Backoff {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Duration next;

    private Backoff(Duration first) {
        this.next = first;
    }

    /** The first time at once, the second after a second. */
    public static Backoff fromNow() {
        return new Backoff(Duration.ZERO);
    }

    /** The first time after a second. */
    public static Backoff fromOneSecond() {
        return new Backoff(STEP);
    }

    /** @param stated how long the platform has asked to wait; null where it has not */
    public Duration next(@Nullable Duration stated) {
        Duration wait = stated == null || stated.compareTo(next) < 0 ? next : stated;
        Duration longer = next.isZero() ? STEP : next.multipliedBy(2);
        next = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
        return wait;
    }

    /** It has gone well: the next time is at once. */
    public void reset() {
        next = Duration.ZERO;
    }

    /** The platform has enough of it: the next time is after the longest wait. */
    public void lengthen() {
        next = LONGEST;
    }
}
