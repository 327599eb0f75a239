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
 * The time of day, for as long as nobody sets the clock that it goes by; then it goes on at its own pace until whoever keeps
 * times has put them right, and follows ({@link #follow}). So a difference between two of its readings is time that has
 * passed. A small difference to the other clock is made up for slowly. Thread safe.
 */
public final class SteadyClock extends Clock {

    /** What is made up for slowly; more is a jump. */
    public static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** At most so much of the time that has passed is added or left out to make up for a difference. */
    private static final int SLEW_DIVISOR = 100;

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

    private final PassedTime passed;
    private final boolean ofMachine;
    private volatile Clock wall;
    private volatile Anchor anchor;
    private long lookedAt;

    /**
     * Shows at this moment what the wall clock shows, and goes by that clock for ever.
     *
     * @param wall which may be set
     * @param nanoTime time that passes while the machine is awake, as {@link System#nanoTime} tells
     * @param asleep nanoseconds that the machine has slept since some moment: they have passed too
     */
    public SteadyClock(Clock wall, LongSupplier nanoTime, LongSupplier asleep) {
        this(wall, new PassedTime(nanoTime, asleep), false);
    }

    private SteadyClock(Clock wall, PassedTime passed, boolean ofMachine) {
        this.wall = wall;
        this.passed = passed;
        this.ofMachine = ofMachine;
        this.lookedAt = passed.nanos();
        this.anchor = new Anchor(wall.millis(), lookedAt, 0);
    }

    /** The machine's own. */
    public static SteadyClock ofMachine() {
        return ofMachine(Clock.systemUTC());
    }

    /** Of a machine whose clock shows this. */
    public static SteadyClock ofMachine(Clock wall) {
        return new SteadyClock(wall, PassedTime.ofMachine(), true);
    }

    /** Follows a clock that nobody sets: whatever it shows has passed. */
    public static SteadyClock following(Clock clock) {
        return new SteadyClock(clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()), () -> 0);
    }

    @Override
    public long millis() {
        return anchor.at(passed.nanos());
    }

    /** The time, for whoever keeps it in memory: it says on which clock it was read. */
    public Moment now() {
        Anchor current = anchor;
        return new Moment(current.at(passed.nanos()), current.jumpedMs());
    }

    /** By how many milliseconds this clock has followed jumps since it was made. */
    public long jumpedMs() {
        return anchor.jumpedMs();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** Whether this is a machine's clock, in whose place another may be put. */
    public boolean isOfMachine() {
        return ofMachine;
    }

    /** Time as it passes under this clock. */
    public PassedTime passed() {
        return passed;
    }

    /**
     * Shows the time of another clock, and goes by that one from now on. It is no jump: to be called before anybody keeps a
     * time that was read from this clock.
     *
     * @return how far the clock before was ahead of the other; negative: behind it
     */
    public synchronized Duration goBy(Clock other) {
        if (!ofMachine) {
            throw new IllegalStateException("this clock is no machine's");
        }
        Duration ahead = Duration.ofMillis(wall.millis() - other.millis());
        wall = other;
        lookedAt = passed.nanos();
        anchor = new Anchor(other.millis(), lookedAt, anchor.jumpedMs());
        return ahead;
    }

    /**
     * Compares with the clock that it goes by; to be called about once a second.
     *
     * @return the jump to follow, if there is one
     */
    public synchronized Optional<ClockJump> compare() {
        long awakeMs = TimeUnit.NANOSECONDS.toMillis(passed.nanos() - lookedAt);
        passed.countSleep();
        long now = passed.nanos();
        lookedAt = now;
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

    /**
     * Shows the other clock's time again; to be called once the times that are stored have been moved by as much. What memory
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
