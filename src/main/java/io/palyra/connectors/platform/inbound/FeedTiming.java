package io.palyra.connectors.platform.inbound;

import java.time.Duration;

/**
 * How late a platform may tell of a message that is older than what it has told already.
 *
 * @param shownLate how much later than a newer one of its conversation the platform may show a message: where a session ended
 *     so soon after its newest message, history is read again from that much before it
 * @param overlap how far behind the position of a feed messages are known again, however long ago they were admitted. A live
 *     message that comes later than this is left out. No shorter than {@code shownLate}, and longer than the platform takes to
 *     give a message again that it was not told to have arrived
 */
public record FeedTiming(Duration shownLate, Duration overlap) {

    /** For platforms that show a message at once or never. */
    public static final FeedTiming PROMPT = new FeedTiming(Duration.ofSeconds(10), Duration.ofMinutes(1));

    public FeedTiming {
        if (shownLate.isNegative() || overlap.compareTo(shownLate) < 0) {
            throw new IllegalArgumentException("an overlap of " + overlap + " does not cover what is shown " + shownLate
                    + " late: it must be as long at least");
        }
    }
}
