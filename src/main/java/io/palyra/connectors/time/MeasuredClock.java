package io.palyra.connectors.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock of another machine, as it was last measured from here; in between it goes on with the time that passes. What it
 * shows is wrong by at most half of what the shortest reading took. Thread safe.
 */
public final class MeasuredClock extends Clock {

    /** Each time it is measured; the one that took the shortest counts. */
    static final int READINGS = 3;

    /** A reading that takes longer tells the time too badly to take the place of an earlier one. */
    static final Duration READING_MAX = Duration.ofSeconds(2);

    /** What the other clock showed, in nanoseconds, in the middle of the reading. */
    private record Reading(long unixNanos, long middle, long took) {

        long ahead() {
            return unixNanos - middle;
        }
    }

    private final PassedTime passed;
    private volatile long aheadNanos;

    /**
     * @param other asks the other machine for its time, in microseconds since 1970
     */
    public MeasuredClock(PassedTime passed, LongSupplier other) {
        this.passed = passed;
        passed.countSleep();
        this.aheadNanos = shortest(other).ahead();
    }

    /**
     * Asks for the time again. Where that fails, or takes too long, the clock goes on as it was.
     *
     * @param other as at the beginning
     */
    public void measure(LongSupplier other) {
        passed.countSleep();
        Reading reading = shortest(other);
        if (reading.took() <= READING_MAX.toNanos()) {
            aheadNanos = reading.ahead();
        }
    }

    private Reading shortest(LongSupplier other) {
        Reading shortest = read(other);
        for (int i = 1; i < READINGS; i++) {
            Reading next = read(other);
            if (next.took() < shortest.took()) {
                shortest = next;
            }
        }
        return shortest;
    }

    private Reading read(LongSupplier other) {
        long began = passed.nanos();
        long unixNanos = TimeUnit.MICROSECONDS.toNanos(other.getAsLong());
        long took = passed.nanos() - began;
        return new Reading(unixNanos, began + took / 2, took);
    }

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(passed.nanos() + aheadNanos);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock is UTC");
    }
}
