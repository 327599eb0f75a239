package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.platform.http.PlatformTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a platform's messages, live and from history, to the inbox: in order within a feed, feeds at once. Each new session
 * begins with what was missed since the stored cursor of each feed; what comes live waits behind that.
 *
 * <p>A session is the platform's: as long as nothing is missed between its messages. {@link #sessionBegan} begins it; then {@link
 * #visible} tells of the conversations that the platform names, and {@link #named} that it has named all. The session's begin,
 * its names and {@link #live} come from the one thread that hears the platform, in its order; what is found by a {@link #search}
 * from any. All return at once, {@link #close} apart, which waits for four seconds at most.
 *
 * @param <M> a message as the platform gives it
 */
public final class Feeds<M> implements AutoCloseable {

    /** The platform has named its conversations by then; what it has not named is read then. */
    private static final long NAMED_WAIT_MS = 30_000;

    private static final long CAUGHT_UP_INTERVAL_MS = 60_000;

    /**
     * What feeds work with.
     *
     * @param requests those that {@code history} makes
     * @param <M> a message as the platform gives it
     */
    public record Parts<M>(
            InboundSink sink,
            FeedCursors cursors,
            MessageOrder order,
            MessageReader<M> reader,
            FeedHistory<M> history,
            HistoryRequests requests,
            PlatformTime time) {

        /** Whether a message can have the id: any other is no position. */
        boolean isPossible(String id) {
            return time.isPossible(order.moment(id));
        }

        /** The id as a position: none that lies ahead, as what is said until then would be behind it. */
        String position(String id) {
            Instant moment = order.moment(id);
            Instant reached = time.noLaterThanNow(moment);
            return reached.equals(moment) ? id : order.at(reached.toEpochMilli());
        }

        boolean isRecent(String id) {
            return time.isRecent(order.moment(id));
        }
    }

    private final Parts<M> parts;
    private final BooleanSupplier connected;
    private final Runnable onNamed;
    private final FeedThreads threads;
    private final FeedCounts counts = new FeedCounts();
    private final Map<String, Feed<M>> feeds = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger complete = new AtomicInteger(-1);

    /** The newest message of any feed before this session: what was shown well before it was heard. */
    private volatile String newestBefore;

    /**
     * @param name of the threads
     * @param connected whether what is said now is heard
     * @param onNamed told once in each session but the first one ever, when the platform has named all or should have; returns at
     *     once
     * @param timer for short tasks; shut down by whoever made it
     */
    public Feeds(
            String name, Parts<M> parts, BooleanSupplier connected, Runnable onNamed, ScheduledExecutorService timer) {
        this.parts = parts;
        this.connected = connected;
        this.onNamed = onNamed;
        this.threads = new FeedThreads(name, timer);
        this.newestBefore = parts.order().at(0);
    }

    /**
     * Called once, before the first session opens.
     *
     * @param stored all positions of the instance's {@link io.palyra.connectors.adapter.CursorStore}
     */
    public void open(Map<String, String> stored) {
        boolean first = parts.cursors().open(stored);
        parts.cursors()
                .feeds()
                .forEach((id, position) -> feeds.put(
                        id,
                        new Feed<>(
                                id,
                                feeds.size(),
                                FeedPosition.stored(id, position, parts.cursors(), parts.order()),
                                this,
                                parts)));
        if (first) {
            sessions.set(-1);
        }
        threads.runLater(this::noteCaughtUp, CAUGHT_UP_INTERVAL_MS);
    }

    /** A session has begun that knows nothing of what was before it. */
    public void sessionBegan() {
        int session = sessions.incrementAndGet();
        if (session == 0) {
            // The first one ever: there is nothing before it
            parts.cursors().begin(parts.time().now().orElse(Instant.EPOCH));
        }
        newestBefore = feeds.values().stream().map(Feed::position).reduce(newestBefore, parts.order()::later);
        parts.cursors().newSession(newestBefore);
        threads.runLater(() -> named(session), NAMED_WAIT_MS);
    }

    /** The platform has named all conversations of this session. */
    public void named() {
        named(sessions.get());
    }

    /** Feeds that nobody has named are read last: those that are known to be behind wait for nothing. */
    private void named(int session) {
        if (session == sessions.get() && complete.getAndSet(session) != session && session > 0) {
            feeds.values().forEach(Feed::wake);
            onNamed.run();
        }
    }

    /**
     * What a platform names as the newest message of a conversation, if it can be one: what is no id says as little as none,
     * and so does one that cannot be yet.
     */
    public @Nullable String possible(@Nullable String told) {
        if (told == null || !parts.order().isId(told)) {
            return null;
        } else if (!parts.isPossible(told)) {
            counts.impossibleId();
            return null;
        }
        return told;
    }

    /**
     * A conversation is there for us.
     *
     * @param newest the newest message in it, as {@link #possible} has it; null: nothing was ever said, or it is not known
     * @param isNew whether the conversation was made within what may have been missed
     * @param sinceUnixMs when the bot came to it; 0 where that is not known
     * @param missed whether messages were missed although the session is the same
     */
    public void visible(String feedId, @Nullable String newest, boolean isNew, long sinceUnixMs, boolean missed) {
        if (newest != null) {
            parts.time().seen(parts.order().moment(newest));
            if (sessions.get() <= 0 && complete.get() < 0 && !missed) {
                // The platform's clock says it to the second only
                parts.cursors().beginBehind(newest);
            }
        }
        boolean fresh = !feeds.containsKey(feedId);
        if (fresh
                && ((newest == null && !isNew)
                        || !parts.history().mayRead(feedId)
                        || (sessions.get() <= 0 && !missed))) {
            return;
        }
        String since = parts.order().at(sinceUnixMs);
        Feed<M> feed = feed(feedId, since);
        feed.startsNoEarlierThan(since);
        feed.newest(newest);
        if (newest != null && feed.hasReached(newest)) {
            feed.isUpToDate();
        } else if (missed) {
            feed.isBehind();
        }
        feed.wake();
    }

    /** What the bot may see of the conversation may have changed: what was skipped is read now, if it may be. */
    public void mayReadNow(String feedId) {
        Feed<M> feed = feeds.get(feedId);
        if (feed != null) {
            feed.mayReadNow();
        }
    }

    /** The conversation will never say anything again. */
    public void gone(String feedId) {
        parts.history().gone(feedId);
        parts.requests().forget(feedId);
        Feed<M> feed = feeds.remove(feedId);
        if (feed != null) {
            feed.retire();
            parts.cursors().forget(feedId);
        }
    }

    /** A message that the platform has just told, with an id. It is taken to the inbox by another thread. */
    public void live(String feedId, M message) {
        String id = parts.reader().id(message);
        parts.time().seen(parts.order().moment(id));
        if (sessions.get() <= 0 && parts.isPossible(id) && parts.isRecent(id)) {
            // Nothing is said before the beginning: a proxy in between has stated a time that is ahead
            parts.cursors().beginNoLaterThan(id);
        }
        feed(feedId, parts.order().at(0)).add(message);
    }

    private Feed<M> feed(String feedId, String since) {
        return feeds.computeIfAbsent(feedId, id -> {
            String start = parts.order().later(parts.history().start(id), since);
            return new Feed<>(
                    id, Integer.MAX_VALUE, FeedPosition.none(id, start, parts.cursors(), parts.order()), this, parts);
        });
    }

    /**
     * Searches a conversation for others that came and went, by a thread that reads history and behind everything else that is
     * read; one whose last request failed in the turn of those. Ignored after {@link #close}, and work in hand is interrupted then.
     */
    public void search(String feedId, Runnable work) {
        HistoryQueue.Rank rank =
                parts.requests().isFailing(feedId) ? HistoryQueue.Rank.FAILING : HistoryQueue.Rank.SEARCH;
        threads.runHistory(new HistoryQueue.Order(rank, 0), work);
    }

    /** Runs a short task later, unless they are closed by then. */
    public void later(Runnable task, Duration wait) {
        threads.runLater(task, wait.toMillis());
    }

    public boolean isClosed() {
        return threads.isClosed();
    }

    /** Where nothing is missing, that is stored: how long the next session's absence was, and what is left of old cursors. */
    private void noteCaughtUp() {
        noteIfCaughtUp();
        threads.runLater(this::noteCaughtUp, CAUGHT_UP_INTERVAL_MS);
    }

    private void noteIfCaughtUp() {
        if (connected.getAsBoolean()
                && sessions.get() >= 0
                && feeds.values().stream().noneMatch(Feed::lacks)) {
            parts.time().now().ifPresent(parts.cursors()::caughtUp);
        }
    }

    // For the feeds

    /** The session that feeds have to have caught up with; 0 or below where nothing was before it. */
    int session() {
        return sessions.get();
    }

    /**
     * From where on a feed with this position may lack a message: the platform may have been about to show one that is a
     * little older when the session before this one ended. Where that session went on for long enough, the position.
     */
    String mayLack(String position) {
        long reached = parts.order().unixMs(position);
        long shownLate = parts.cursors().timing().shownLate().toMillis();
        return parts.order().unixMs(newestBefore) - reached > shownLate
                ? position
                : parts.order().at(reached - shownLate);
    }

    FeedThreads threads() {
        return threads;
    }

    FeedCounts counts() {
        return counts;
    }

    // For operators

    public int size() {
        return feeds.size();
    }

    /** Feeds with messages that are not admitted yet, as far as that is known. */
    public long waiting() {
        return feeds.values().stream().filter(Feed::isWaiting).count();
    }

    /** What became of the messages of this session. */
    public Map<String, Object> view() {
        return counts.view();
    }

    /** What is not passed on; the connector may add what it leaves out before a feed sees it. */
    public LeftOut leftOut() {
        return counts.leftOut();
    }

    /** Waits a moment for what is on its way to the inbox; the rest is read from history by the next session. */
    @Override
    public void close() {
        threads.close();
        noteIfCaughtUp();
    }
}
