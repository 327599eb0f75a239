package io.palyra.connectors.fake;

import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A machine whose time stands still until a test lets it pass, and whose clock a test sets. Thread safe. */
public final class SettableMachine {

    private final SettableClock wall;
    private final AtomicLong awake = new AtomicLong();
    private final AtomicLong asleep = new AtomicLong();

    public SettableMachine(Instant now) {
        wall = new SettableClock(now);
    }

    /** A clock as a program that starts now has it. */
    public SteadyClock clock() {
        return new SteadyClock(wall, awake::get, asleep::get);
    }

    public Instant now() {
        return wall.instant();
    }

    /** So much time passes. */
    public void pass(Duration time) {
        wall.advance(time);
        awake.addAndGet(time.toNanos());
    }

    /** The machine sleeps for so long. */
    public void sleep(Duration time) {
        wall.advance(time);
        asleep.addAndGet(time.toNanos());
    }

    /** Somebody sets the clock, and no time passes. */
    public void setForward(Duration time) {
        wall.advance(time);
    }

    public void setBack(Duration time) {
        wall.advance(time.negated());
    }
}
