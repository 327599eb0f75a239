package io.palyra.connectors.engine;

import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.engine.OutboundVerdict.Waits;
import java.time.Duration;

/** What is known of an outbound message beforehand, changed by each row of a table where it matters. */
record Given(int attempts, int free, boolean uncertain, Duration since, UnknownResolution resolution, int limits) {

    static final int REDELIVERIES = 4;
    static final Given FRESH = new Given(0, 0, false, Duration.ZERO, UnknownResolution.OPERATOR, 0);
    static final Given LAST = FRESH.after(REDELIVERIES);

    static final UnknownResolution LOOKS_UP = new UnknownResolution(Duration.ZERO, true);
    static final UnknownResolution WINDOW = new UnknownResolution(Duration.ofMinutes(1), false);
    static final UnknownResolution BOTH = new UnknownResolution(Duration.ofMinutes(1), true);

    OutboundSituation situation() {
        return new OutboundSituation(
                new Tries(attempts, free), uncertain, since, resolution, new FixedSchedule(REDELIVERIES), limits);
    }

    Given after(int newAttempts) {
        return new Given(newAttempts, free, uncertain, since, resolution, limits);
    }

    Given afterFree(int newFree) {
        return new Given(attempts, newFree, uncertain, since, resolution, limits);
    }

    Given uncertainFor(Duration newSince) {
        return new Given(attempts, free, true, newSince, resolution, limits);
    }

    Given resolvedBy(UnknownResolution newResolution) {
        return new Given(attempts, free, uncertain, since, newResolution, limits);
    }

    Given limitedBefore(int newLimits) {
        return new Given(attempts, free, uncertain, since, resolution, newLimits);
    }

    /** Waits for "r", as any failure here says. */
    static Waits waits(int attempts, int free, double seconds, Cause cause, boolean uncertain) {
        Duration delay = Duration.ofMillis(Math.round(seconds * 1000));
        Tries tries = free > 0 ? new Tries(attempts, free) : new Tries(attempts - 1, 0).oneMore(cause);
        return new Waits(new Pause(tries, delay, "r"), cause, uncertain);
    }
}
