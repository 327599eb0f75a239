package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.platform.http.RequestException;
import java.time.Duration;

/**
 * What a platform tells of its conversations besides what comes live. A feed is named as the platform names the conversation.
 * Methods that throw {@link RequestException} may block and are called by the threads that read history, a few at once; all others
 * return at once and are called by any thread.
 *
 * @param <M> a message as the platform gives it
 */
public interface FeedHistory<M> {

    /**
     * The messages right behind a position.
     *
     * @param position an id, of which there may be no message; exclusive
     */
    HistoryPage<M> after(String feed, String position) throws RequestException;

    /** What a request that failed says of the feed that it was about. */
    FeedAnswer answer(RequestException failure);

    /**
     * Where a feed begins that has no position, as an id: what was said before is none of ours. Never before {@link
     * FeedCursors#startOfOthers}.
     */
    String start(String feed);

    /** The same before the history is read for the first time, where the platform may be asked. */
    default String findStart(String feed) throws RequestException {
        return start(feed);
    }

    /** Whether to ask at all: not where that is known to be refused. */
    default boolean mayRead(String feed) {
        return true;
    }

    /** The platform has refused to show the feed: it {@linkplain #mayRead may not be read} until something is known to have changed. */
    default void refused(String feed) {}

    /**
     * For how long the feed is not to be asked, because too many of which as little was known were refused.
     *
     * @param speaks whether a message of it is known
     */
    default Duration pause(String feed, boolean speaks) {
        return Duration.ZERO;
    }

    /** Whether the platform names the conversation when a session begins: others are read later, and may be gone. */
    default boolean isListed(String feed) {
        return true;
    }

    /** Of one that is not listed and has been silent for long: whether its position may be forgotten. Asked after it was read. */
    default boolean endsInSilence(String feed) throws RequestException {
        return false;
    }

    /** The feed is gone, or its position is forgotten. */
    default void gone(String feed) {}

    /** How people call it in reasons and logs. */
    default String describe(String feed) {
        return "conversation " + feed;
    }
}
