package io.palyra.connectors.lane;

import java.time.Duration;

/**
 * Attempts that have failed since the last answer.
 *
 * @param since unix ms of the first
 * @param last unix ms of the latest
 * @param severalLanes whether they were not all of the first one's lane
 */
record Failing(long since, long last, int count, long firstLane, boolean severalLanes, String reason) {

    /** So many failures without an answer between them mean that nothing gets through. */
    static final int OUTAGE = 3;

    /** After an outage shorter than this nothing waits long enough to be hastened. */
    static final Duration SHORT = Duration.ofSeconds(5);

    /** A failure that is older says nothing any more about whether anything gets through. */
    static final Duration STALE = Duration.ofMinutes(3);

    static Failing first(long now, long lane, String reason) {
        return new Failing(now, now, 1, lane, false, reason);
    }

    Failing again(long now, long lane, String why) {
        return new Failing(since, now, count + 1, firstLane, severalLanes || lane != firstLane, why);
    }

    /** On a clock that was moved. */
    Failing moved(long ms) {
        return new Failing(since + ms, last + ms, count, firstLane, severalLanes, reason);
    }

    /** Whether nothing gets through. */
    boolean isOutage() {
        return count >= OUTAGE;
    }

    /** Whether that has lasted long enough for messages to wait long. */
    boolean hasLasted(long now) {
        return isOutage() && now - since >= SHORT.toMillis();
    }

    /** Whether they still say something about whether anything gets through. */
    boolean isRecent(long now) {
        return now - last < STALE.toMillis();
    }
}
