package io.palyra.connectors.discord;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The channels whose history Discord refused. They are not asked again for a while, and channels of which nothing is known
 * wait once there are many: every refusal counts toward a ban, and sends share the count. Thread safe, never blocks.
 */
final class UnreadableChannels {

    static final Duration KEPT = Duration.ofHours(1);
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** A small part of what the connector may be refused in the window. */
    static final int MAX_IN_WINDOW = 50;

    private final LongSupplier nanos;
    private final Map<String, Long> refusedAt = new HashMap<>();
    private final Deque<Long> recent = new ArrayDeque<>();

    /** @param nanos monotonic, as {@link System#nanoTime()} */
    UnreadableChannels(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void refused(String channelId) {
        long now = nanos.getAsLong();
        refusedAt.put(channelId, now);
        recent.addLast(now);
        if (recent.size() > MAX_IN_WINDOW) {
            recent.removeFirst();
        }
    }

    synchronized boolean isRefused(String channelId) {
        Long at = refusedAt.get(channelId);
        if (at != null && nanos.getAsLong() - at >= KEPT.toNanos()) {
            refusedAt.remove(channelId);
            return false;
        }
        return at != null;
    }

    /** The bot's rights in the channel may be others now. */
    synchronized void forget(String channelId) {
        refusedAt.remove(channelId);
    }

    /** For how long no channel is to be asked of which nothing is known; zero: not at all. */
    synchronized Duration pause() {
        if (recent.size() < MAX_IN_WINDOW) {
            return Duration.ZERO;
        }
        long left = WINDOW.toNanos() - (nanos.getAsLong() - recent.getFirst());
        return Duration.ofNanos(Math.max(0, left));
    }

    synchronized int size() {
        return refusedAt.size();
    }
}
