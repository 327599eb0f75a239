package io.palyra.connectors.platform.http;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which buckets a platform has limited a short time ago, where its answers do not say whether one bucket is meant or everything: the
 * first refusal counts for its bucket, another bucket's within the same time for all. Thread safe, never blocks.
 */
public final class LimitedBuckets {

    private final Clock clock;
    private final Map<String, Long> limitedUntil = new HashMap<>();

    /** @param clock one that the machine's clock does not move */
    public LimitedBuckets(Clock clock) {
        this.clock = clock;
    }

    /**
     * A bucket was limited.
     *
     * @param remembered for so long
     * @return whether another one is remembered
     */
    public synchronized boolean isAnotherToo(String bucket, Duration remembered) {
        long now = clock.millis();
        limitedUntil.values().removeIf(until -> until <= now);
        boolean others = limitedUntil.keySet().stream().anyMatch(other -> !other.equals(bucket));
        limitedUntil.put(bucket, now + remembered.toMillis());
        return others;
    }
}
