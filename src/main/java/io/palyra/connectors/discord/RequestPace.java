package io.palyra.connectors.discord;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * How many requests one bot makes in a second. Discord refuses what is more, names no remaining number of this limit in its
 * headers, and bans an address for too many refusals: a backlog after an outage would meet it with every second. Thread safe,
 * never blocks.
 *
 * @see <a href="https://docs.discord.com/developers/topics/rate-limits#global-rate-limit">Discord: Global Rate Limit</a>
 */
final class RequestPace {

    /** A little less than the 50 that Discord takes, since requests do not arrive as evenly as they leave. */
    static final int PER_SECOND = 45;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;

    /** When the last ones were, or will be, made. */
    private final long[] places;

    private int next;

    RequestPace(int perSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.places = new long[perSecond];
        Arrays.fill(places, nanoTime.getAsLong() - SECOND);
    }

    /** Takes the next place. @return how long the caller has to wait for it */
    synchronized Duration take() {
        long now = nanoTime.getAsLong();
        long free = places[next] + SECOND;
        long place = free - now > 0 ? free : now;
        places[next] = place;
        next = (next + 1) % places.length;
        return Duration.ofNanos(place - now);
    }
}
