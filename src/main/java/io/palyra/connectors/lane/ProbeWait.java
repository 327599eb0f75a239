package io.palyra.connectors.lane;

import java.time.Duration;

/**
 * One wait before a probe. It ends with its length, or at once where the clock was set back behind its beginning, so that
 * a wrong clock does not prolong it.
 *
 * @param from unix ms
 * @param lengthMs {@link #NEVER}: it does not end by itself
 */
record ProbeWait(long from, long lengthMs) {

    /** Before the first probe. */
    static final Duration FIRST = Duration.ofSeconds(1);

    /** The longest, before it is spread. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    /** How far a wait is spread to either side of its length, so that programs do not try in step. */
    static final double SPREAD = 0.2;

    static final long NEVER = Long.MAX_VALUE;

    /** The wait of a probe that may go at once. */
    static ProbeWait none(long now) {
        return new ProbeWait(now, 0);
    }

    static ProbeWait endless(long now) {
        return new ProbeWait(now, NEVER);
    }

    /**
     * Twice as long with each failed probe.
     *
     * @param failedProbes so many before this wait
     * @param random between 0 and 1; the first wait is not spread
     */
    static ProbeWait after(int failedProbes, double random, long now) {
        long doubled = FIRST.toMillis() << Math.min(failedProbes, 16);
        long length = Math.min(doubled, LONGEST.toMillis());
        double spread = failedProbes == 0 ? 1 : 1 - SPREAD + 2 * SPREAD * random;
        return new ProbeWait(now, Math.round(length * spread));
    }

    boolean isOver(long now) {
        return lengthMs != NEVER && (now - from >= lengthMs || now < from);
    }

    /** Unix ms; {@link Long#MAX_VALUE} where it does not end. */
    long end() {
        return lengthMs == NEVER ? NEVER : from + lengthMs;
    }

    ProbeWait moved(long ms) {
        return new ProbeWait(from + ms, lengthMs);
    }

    /** Whichever ends later. */
    ProbeWait orLonger(ProbeWait other) {
        return end() >= other.end() ? this : other;
    }
}
