package io.palyra.connectors.discord;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The brake on links to the gateway: JDA resumes a session at once, however often it is dropped. The first drops cost
 * nothing, so that a link that breaks is back within milliseconds; a link that breaks again and again waits. Thread safe, never
 * blocks.
 */
final class LinkPace {

    /** A link that lasted so long was a good one. */
    static final Duration LASTING = Duration.ofSeconds(10);

    static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int FREE = 2;
    private static final int DOUBLINGS_MAX = 6;

    private final LongSupplier nanoTime;
    private @Nullable Long linkedAt;
    private int shortLived;
    private Duration paused = Duration.ZERO;

    LinkPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The gateway has begun or resumed a session over a new link. */
    synchronized void linked() {
        long now = nanoTime.getAsLong();
        Long before = linkedAt;
        boolean lasted = before == null || now - before - paused.toNanos() >= LASTING.toNanos();
        shortLived = lasted ? 0 : shortLived + 1;
        linkedAt = now;
        paused = Duration.ZERO;
    }

    /** How long to wait before the next link, which is wanted because the last one is over. */
    synchronized Duration pauseLeft() {
        Long before = linkedAt;
        if (before == null) {
            return Duration.ZERO;
        }
        long lived = nanoTime.getAsLong() - before;
        Duration left = lived >= LASTING.toNanos() ? Duration.ZERO : pause().minusNanos(lived);
        if (left.compareTo(paused) > 0) {
            paused = left;
        }
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** From one link to the next. */
    private Duration pause() {
        if (shortLived < FREE) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(shortLived - FREE, DOUBLINGS_MAX));
        return doubled.compareTo(WAIT_MAX) < 0 ? doubled : WAIT_MAX;
    }
}
