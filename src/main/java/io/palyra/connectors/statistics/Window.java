package io.palyra.connectors.statistics;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The time that is shown, in steps of whole minutes.
 *
 * @param fromUnixMs a multiple of the step
 * @param toUnixMs the end of the step that has begun last
 */
record Window(long fromUnixMs, long toUnixMs, long stepMs) {

    static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();

    private static final int STEPS_MAX = 120;

    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2));

    /** When the minute of a time began. */
    static long minute(long unixMs) {
        return Math.floorDiv(unixMs, MINUTE_MS) * MINUTE_MS;
    }

    /** The shortest steps of which no more than {@value #STEPS_MAX} are shown. */
    static Window until(long now, Duration length) {
        long step = STEPS.stream()
                .mapToLong(Duration::toMillis)
                .filter(ms -> steps(length, ms) <= STEPS_MAX)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1).toMillis());
        long to = (Math.floorDiv(now, step) + 1) * step;
        return new Window(to - steps(length, step) * step, to, step);
    }

    private static long steps(Duration length, long stepMs) {
        return Math.max(1, (length.toMillis() + stepMs - 1) / stepMs);
    }

    boolean has(long unixMs) {
        return unixMs >= fromUnixMs && unixMs < toUnixMs;
    }

    int steps() {
        return (int) ((toUnixMs - fromUnixMs) / stepMs);
    }

    int stepOf(long unixMs) {
        return (int) ((unixMs - fromUnixMs) / stepMs);
    }

    List<Long> begins() {
        return LongStream.range(0, steps())
                .mapToObj(step -> fromUnixMs + step * stepMs)
                .toList();
    }
}
