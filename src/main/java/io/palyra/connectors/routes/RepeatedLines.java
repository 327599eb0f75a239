package io.palyra.connectors.routes;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lets a line pass that differs from the one before of its place, and the same one again after 1, 2, 4 … 60 s, with how often
 * it would have been said meanwhile. Thread safe.
 */
final class RepeatedLines {

    /** Beyond it, all are forgotten: Camel numbers routes of Kamelets anew each time. */
    private static final int PLACES_MAX = 1_000;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final LongSupplier nanoTime;
    private final Map<String, Said> places = new ConcurrentHashMap<>();

    RepeatedLines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * What was said last at a place.
     *
     * @param at when, in nanoseconds
     * @param pause until it may be said again
     * @param unsaid how often it was not
     */
    private record Said(String line, long at, Duration pause, int unsaid) {

        boolean isStill(String other, long now) {
            return line.equals(other) && now - at < pause.toNanos();
        }

        Said again(long now) {
            boolean wasQuiet = now - at > pause.plus(LONGEST_PAUSE).toNanos();
            Duration longer = pause.multipliedBy(2);
            return new Said(
                    line,
                    now,
                    wasQuiet ? FIRST_PAUSE : longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer,
                    0);
        }
    }

    /** The line as it is to be written, or nothing. */
    Optional<String> tell(String place, String line) {
        if (places.size() > PLACES_MAX) {
            places.clear();
        }
        long now = nanoTime.getAsLong();
        String[] written = new String[1];
        places.compute(place, (key, before) -> {
            if (before == null || !before.line().equals(line)) {
                written[0] = line;
                return new Said(line, now, FIRST_PAUSE, 0);
            } else if (before.isStill(line, now)) {
                return new Said(line, before.at(), before.pause(), before.unsaid() + 1);
            }
            written[0] =
                    before.unsaid() == 0 ? line : line + " (" + before.unsaid() + " times more since the last line)";
            return before.again(now);
        });
        return Optional.ofNullable(written[0]);
    }
}
