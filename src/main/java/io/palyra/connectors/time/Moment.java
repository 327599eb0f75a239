package io.palyra.connectors.time;

import java.time.Duration;

/**
 * A moment as a {@link SteadyClock} told it, with how far that clock had been moved by then: so it can be told again on the
 * clock as it is now.
 *
 * @param jumpedMs milliseconds by which the clock had followed jumps since it was made
 */
public record Moment(long unixMs, long jumpedMs) {

    public Moment plus(Duration time) {
        return new Moment(unixMs + time.toMillis(), jumpedMs);
    }

    /** The same moment on the clock once it was moved so far in all. */
    public Moment on(long laterJumpedMs) {
        return new Moment(unixMs + laterJumpedMs - jumpedMs, laterJumpedMs);
    }
}
