package io.palyra.connectors.fake.discord;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Discord's ids: milliseconds since 2015 in the upper 42 bits, a count below. They grow, also when the clock does not. */
final class Snowflakes {

    private static final long EPOCH_UNIX_MS = 1_420_070_400_000L;
    private static final int COUNT_BITS = 22;

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    Snowflakes(Clock clock) {
        this.clock = clock;
    }

    String next() {
        long now = (clock.millis() - EPOCH_UNIX_MS) << COUNT_BITS;
        return Long.toUnsignedString(last.updateAndGet(before -> Math.max(now, before + 1)));
    }

    static Instant time(String id) {
        return Instant.ofEpochMilli((number(id) >>> COUNT_BITS) + EPOCH_UNIX_MS);
    }

    static long number(String id) {
        return Long.parseUnsignedLong(id);
    }
}
