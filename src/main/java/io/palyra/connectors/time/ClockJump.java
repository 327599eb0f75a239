package io.palyra.connectors.time;

/**
 * A clock was set, or had been wrong, or another took its place: from one moment to the next it shows another time.
 *
 * @param beforeUnixMs what the clock would show
 * @param afterUnixMs what it shows
 */
public record ClockJump(long beforeUnixMs, long afterUnixMs) {

    /** How far it jumped; negative: back. */
    public long ms() {
        return afterUnixMs - beforeUnixMs;
    }
}
