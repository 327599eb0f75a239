package io.palyra.connectors.platform.inbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The feeds whose history the platform refused. They are not asked again for a while, and feeds of which nothing is known wait once
 * there are many: refusals may count toward a ban, and sends share the count. Thread safe, never blocks.
 */
public final class UnreadableFeeds {

    /** For so long a feed that was refused is not asked again. */
    public static final Duration KEPT = Duration.ofHours(1);
    /** Refusals are counted within it. */
    public static final Duration WINDOW = Duration.ofMinutes(10);

    /** Refusals in the window until the rest waits: a small part of what platforms bear. */
    public static final int MAX_IN_WINDOW = 50;

    private final LongSupplier nanos;
    private final Map<String, Long> refusedAt = new HashMap<>();
    private final Deque<Long> recent = new ArrayDeque<>();

    /** @param nanos monotonic, as {@link System#nanoTime()} */
    public UnreadableFeeds(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The platform has refused to show the feed. */
    public synchronized void refused(String feed) {
        long now = nanos.getAsLong();
        refusedAt.put(feed, now);
        recent.addLast(now);
        if (recent.size() > MAX_IN_WINDOW) {
            recent.removeFirst();
        }
    }

    /** Whether it was, and is not to be asked again yet. */
    public synchronized boolean isRefused(String feed) {
        Long at = refusedAt.get(feed);
        if (at != null && nanos.getAsLong() - at >= KEPT.toNanos()) {
            refusedAt.remove(feed);
            return false;
        }
        return at != null;
    }

    /** The bot's rights there may be others now. */
    public synchronized void forget(String feed) {
        refusedAt.remove(feed);
    }

    /** For how long no feed is to be asked of which nothing is known; zero: not at all. */
    public synchronized Duration pause() {
        if (recent.size() < MAX_IN_WINDOW) {
            return Duration.ZERO;
        }
        long left = WINDOW.toNanos() - (nanos.getAsLong() - recent.getFirst());
        return Duration.ofNanos(Math.max(0, left));
    }

    /** How many are refused at present. */
    public synchronized int size() {
        return refusedAt.size();
    }
}
