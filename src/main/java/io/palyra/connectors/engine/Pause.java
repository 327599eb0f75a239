package io.palyra.connectors.engine;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message waits, and its conversation with it.
 *
 * @param tries what is remembered of the tries so far
 * @param reason what the last one said
 */
public record Pause(Tries tries, Duration delay, String reason) {

    /** After an attempt that counts; empty where the schedule allows no further one for this cause. */
    static Optional<Pause> counted(
            Tries before, Cause cause, RetrySchedule schedule, @Nullable Duration stated, String reason) {
        Tries tries = before.oneMore(cause);
        return schedule.nextAfter(tries.of(cause), stated).map(wait -> new Pause(tries, wait, reason));
    }

    /** After a try that costs nothing. */
    static Pause free(Tries before, Backoff backoff, String reason) {
        Tries tries = before.oneMoreFree();
        return new Pause(tries, backoff.after(tries.free()), reason);
    }

    /** What a dead letter says whose attempts are used up. */
    static String usedUp(Tries before, String reason) {
        return reason + " (" + (before.attempts() + 1) + " attempts)";
    }
}
