package io.palyra.connectors.discord;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The brake on links to the gateway: JDA resumes a session at once, however often it is dropped, and whether or not it was
 * resumed before. The first drops cost nothing, so that a link that breaks is back within milliseconds; a link that breaks
 * again and again waits. Thread safe, never blocks.
 */
final class LinkPace {

    /** A link that lasted so long was a good one. */
    static final Duration LASTING = Duration.ofSeconds(10);

    static final Duration WAIT_MAX = Duration.ofSeconds(60);

    /** After so many links in a row that brought no session, one more is the last that JDA makes for its old session. */
    static final int FRUITLESS_MAX = 4;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int FREE = 2;
    private static final int DOUBLINGS_MAX = 6;

    private final LongSupplier nanoTime;
    private @Nullable Long openedAt;
    private boolean linked;
    private long nextAt;
    private int shortLived;
    private int fruitless;

    LinkPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextAt = nanoTime.getAsLong();
    }

    /** The gateway is reached: a link is open. */
    synchronized void opened() {
        openedAt = nanoTime.getAsLong();
        linked = false;
    }

    /** The gateway has begun or resumed a session over the link. */
    synchronized void linked() {
        linked = true;
        fruitless = 0;
    }

    /** Whether link after link was opened, and no session came of it. */
    synchronized boolean isFruitless() {
        return fruitless >= FRUITLESS_MAX;
    }

    /** There is no session to resume: the next link is one of {@link SessionStarts}, which has waits of its own. */
    synchronized void identifies() {
        openedAt = null;
        shortLived = 0;
        fruitless = 0;
        nextAt = nanoTime.getAsLong();
    }

    /** How long to wait before the next link, which is wanted because the last one is over. */
    synchronized Duration pauseLeft() {
        long now = nanoTime.getAsLong();
        Long opened = openedAt;
        if (opened != null) {
            openedAt = null;
            shortLived = now - opened >= LASTING.toNanos() ? 0 : shortLived + 1;
            fruitless = linked ? 0 : fruitless + 1;
            nextAt = opened + pause().toNanos();
        }
        return Duration.ofNanos(Math.max(0, nextAt - now));
    }

    /** From one link to the next. */
    private Duration pause() {
        if (shortLived <= FREE) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(shortLived - FREE - 1, DOUBLINGS_MAX));
        return doubled.compareTo(WAIT_MAX) < 0 ? doubled : WAIT_MAX;
    }
}
