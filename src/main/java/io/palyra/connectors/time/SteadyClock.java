package io.palyra.connectors.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of day, for as long as nobody sets the machine's clock; then it goes on at its own pace until whoever keeps
 * times has put them right, and follows ({@link #follow}). So a difference between two of its readings is time that has
 * passed. A small difference to the machine's clock is made up for slowly. Thread safe.
 */
public final class SteadyClock extends Clock {

    /** What is made up for slowly; more is a jump. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** At most so much of the time that has passed is added or left out to make up for a difference. */
    private static final int SLEW_DIVISOR = 100;

    /** Below, two readings of the machine's own scales differ for no reason. */
    private static final long SLEEP_MIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Anchor(long unixMs, long nanos, long jumpedMs) {

        Anchor plus(long ms) {
            return new Anchor(unixMs + ms, nanos, jumpedMs);
        }

        Anchor jumped(long ms) {
            return new Anchor(unixMs + ms, nanos, jumpedMs + ms);
        }

        long at(long nowNanos) {
            return unixMs + TimeUnit.NANOSECONDS.toMillis(nowNanos - nanos);
        }
    }

    private final Clock wall;
    private final LongSupplier nanoTime;
    private final LongSupplier asleep;
    private volatile Anchor anchor;
    private long sleptNanos;
    private long lookedAt;

    /**
     * Shows the machine's time at this moment.
     *
     * @param wall the machine's clock, which may be set
     * @param nanoTime time that passes while the machine is awake, as {@link System#nanoTime} tells
     * @param asleep nanoseconds that the machine has slept since some moment: they have passed too
     */
    public SteadyClock(Clock wall, LongSupplier nanoTime, LongSupplier asleep) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.asleep = asleep;
        this.sleptNanos = asleep.getAsLong();
        this.lookedAt = nanoTime.getAsLong();
        this.anchor = new Anchor(wall.millis(), lookedAt, 0);
    }

    /** The machine's own. */
    public static SteadyClock ofMachine() {
        return new SteadyClock(Clock.systemUTC(), System::nanoTime, new SleptTime());
    }

    /** Follows a clock that nobody sets: whatever it shows has passed. */
    public static SteadyClock following(Clock clock) {
        return new SteadyClock(clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()), () -> 0);
    }

    @Override
    public long millis() {
        return anchor.at(nanoTime.getAsLong());
    }

    /** The time, for whoever keeps it in memory: it says on which clock it was read. */
    public Moment now() {
        Anchor current = anchor;
        return new Moment(current.at(nanoTime.getAsLong()), current.jumpedMs());
    }

    /** By how many milliseconds this clock has followed jumps since it was made. */
    public long jumpedMs() {
        return anchor.jumpedMs();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /**
     * Compares with the machine's clock; to be called about once a second.
     *
     * @return the jump to follow, if there is one
     */
    public synchronized Optional<ClockJump> compare() {
        long now = nanoTime.getAsLong();
        long awakeMs = TimeUnit.NANOSECONDS.toMillis(now - lookedAt);
        lookedAt = now;
        addSleep();
        long here = anchor.at(now);
        long there = wall.millis();
        long difference = there - here;
        if (Math.abs(difference) > TOLERANCE.toMillis()) {
            return Optional.of(new ClockJump(here, there));
        }
        long step = Math.max(0, awakeMs / SLEW_DIVISOR);
        anchor = anchor.plus(Math.max(-step, Math.min(step, difference)));
        return Optional.empty();
    }

    private void addSleep() {
        long slept = asleep.getAsLong();
        if (slept - sleptNanos > SLEEP_MIN_NANOS) {
            anchor = anchor.plus(TimeUnit.NANOSECONDS.toMillis(slept - sleptNanos));
            sleptNanos = slept;
        }
    }

    /**
     * Shows the machine's time again; to be called once the times that are stored have been moved by as much. What memory
     * keeps moves by itself ({@link Moment}).
     */
    public synchronized void follow(ClockJump jump) {
        anchor = anchor.jumped(jump.ms());
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
