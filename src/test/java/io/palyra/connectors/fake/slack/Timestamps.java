package io.palyra.connectors.fake.slack;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The {@code ts} of messages: {@code seconds.microseconds}, unique. */
final class Timestamps {

    private static final long MICROS = 1_000_000;

    private final Clock clock;
    private final Map<String, Long> last = new HashMap<>();

    Timestamps(Clock clock) {
        this.clock = clock;
    }

    /** Later than all that the channel has, also if the clock stands or goes back. */
    synchronized String next(String channelId) {
        Instant now = clock.instant();
        long micros = now.getEpochSecond() * MICROS + now.getNano() / 1_000;
        return text(last.merge(channelId, micros, (before, wanted) -> Math.max(before + 1, wanted)));
    }

    static String text(long micros) {
        return String.format(Locale.ROOT, "%d.%06d", micros / MICROS, micros % MICROS);
    }

    /** Microseconds; a text without a point is seconds. */
    static long micros(String ts, String error) throws SlackError {
        try {
            return new BigDecimal(ts).movePointRight(6).longValue();
        } catch (NumberFormatException e) {
            throw new SlackError(error);
        }
    }
}
