package io.palyra.connectors.platform.inbound;

/**
 * How far one feed was read: where it begins, the newest message that is admitted, and what of that is stored. Used by one
 * thread at a time; others may ask for what is {@link #reached}, and say where it starts.
 */
final class FeedPosition {

    private final String feedId;
    private final FeedCursors cursors;
    private final MessageOrder order;
    private volatile String start;
    private volatile String reached;
    private volatile boolean isStored;
    private volatile boolean retired;
    private String stored;

    private FeedPosition(
            String feedId, String start, String reached, boolean isStored, FeedCursors cursors, MessageOrder order) {
        this.feedId = feedId;
        this.start = start;
        this.reached = reached;
        this.stored = reached;
        this.isStored = isStored;
        this.cursors = cursors;
        this.order = order;
    }

    /** @param start what is not behind it is none of ours */
    static FeedPosition none(String feedId, String start, FeedCursors cursors, MessageOrder order) {
        return new FeedPosition(feedId, start, start, false, cursors, order);
    }

    static FeedPosition stored(String feedId, String reached, FeedCursors cursors, MessageOrder order) {
        return new FeedPosition(feedId, cursors.beginning(), reached, true, cursors, order);
    }

    /** The newest message that is admitted; the start where there is none yet. */
    String reached() {
        return reached;
    }

    boolean isAtStart() {
        return reached.equals(start);
    }

    /** Whether it is stored, as it is before the first message is admitted. */
    boolean isStored() {
        return isStored;
    }

    /** What was said there before is none of ours: the bot did not see it, or was not a member. */
    synchronized void startsNoEarlierThan(String messageId) {
        start = order.later(start, messageId);
    }

    /** From the start on at least. */
    String noEarlierThanStart(String messageId) {
        return order.later(start, messageId);
    }

    /** A message has come live: a start behind it was taken from a time that is ahead. */
    synchronized void hears(String messageId) {
        if (!isStored && order.compare(messageId, start) < 0) {
            // Nothing was admitted here that could be admitted again
            start = order.at(order.unixMs(messageId));
            reached = start;
        }
    }

    /** Whether it may have been admitted and forgotten. */
    boolean isTooLate(String messageId) {
        return order.unixMs(messageId)
                < order.unixMs(reached) - cursors.timing().overlap().toMillis();
    }

    /** Before the first message of a feed is admitted its overlap is known, and it will be known again. */
    void begin() {
        if (!isStored) {
            isStored = true;
            moved(reached);
        }
    }

    void reach(String messageId) {
        reached = order.later(reached, messageId);
    }

    void store() {
        String now = reached;
        if (!now.equals(stored)) {
            stored = now;
            moved(now);
        }
    }

    /** It is not stored any more. */
    void retire() {
        retired = true;
    }

    private void moved(String to) {
        if (!retired) {
            cursors.move(feedId, to);
        }
    }
}
