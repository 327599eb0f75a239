package io.palyra.connectors.platform.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * How many requests one bot makes in any second, where the platform counts them all together and no answer announces what is
 * left: a backlog after an outage would meet that limit with every second. Thread safe, never blocks.
 */
public final class RequestPace {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;

    /** When the last ones were, or will be, made. */
    private final long[] places;

    private int next;

    /** @param nanoTime monotonic, as {@link System#nanoTime()} */
    public RequestPace(int perSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.places = new long[perSecond];
        Arrays.fill(places, nanoTime.getAsLong() - SECOND);
    }

    /** Whether less than half of this second's places are taken: so much is kept for what matters more. */
    public synchronized boolean isCalm() {
        int half = (places.length + 1) / 2;
        return places[(next + places.length - half) % places.length] + SECOND - nanoTime.getAsLong() <= 0;
    }

    /** Takes the next place. @return how long the caller has to wait for it */
    public synchronized Duration take() {
        long now = nanoTime.getAsLong();
        long free = places[next] + SECOND;
        long place = free - now > 0 ? free : now;
        places[next] = place;
        next = (next + 1) % places.length;
        return Duration.ofNanos(place - now);
    }
}
