package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.platform.http.RequestException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The messages of one conversation on their way to the inbox, one after the other. A feed that is behind reads the history from
 * its cursor before it goes on with what came live. What is refused is tried again, in its place, until it is admitted or
 * given up, or the session ends. The cursor moves behind what was admitted or given up.
 *
 * <p>Thread safe: {@link #add} and {@link #wake} come from the thread that hears the platform, the work is done by one pool
 * thread at a time.
 */
final class Feed<M> {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** Live messages that wait; beyond, they are forgotten and read from history. */
    private static final int QUEUE_MAX = 1_000;

    /** Messages until the cursor is stored and other feeds have their turn. */
    private static final int TURN = 64;

    private static final long FIRST_WAIT_MS = 250;
    private static final long WAIT_MAX_MS = 30_000;
    private static final long STATED_WAIT_MAX_MS = 600_000;

    private final String id;
    private final int place;
    private final Feeds<M> feeds;
    private final Feeds.Parts<M> parts;
    private final Deque<M> queue = new ArrayDeque<>();
    private final FeedAdmission<M> admission;
    private final FeedPosition position;
    private final FeedBackfill<M> backfill;
    private int session;
    private boolean behind;
    private boolean working;
    private boolean unread;
    private HistoryQueue.@Nullable Rank queued;
    private int ticket;
    private volatile @Nullable String newest;
    private long waitMs = FIRST_WAIT_MS;

    /** @param place among those of which nothing else says which is more urgent; the lowest is read first */
    Feed(String id, int place, FeedPosition position, Feeds<M> feeds, Feeds.Parts<M> parts) {
        this.id = id;
        this.place = place;
        this.position = position;
        this.feeds = feeds;
        this.parts = parts;
        this.admission = new FeedAdmission<>(id, feeds, parts);
        this.backfill = new FeedBackfill<>(id, feeds, parts, position, admission, this::reached);
    }

    /** A live message. */
    void add(M message) {
        synchronized (this) {
            if (queue.size() >= QUEUE_MAX) {
                queue.clear();
                behind = true;
                feeds.counts().overflowed();
            }
            queue.addLast(message);
        }
        String messageId = parts.reader().id(message);
        if (parts.isPossible(messageId)) {
            newest(messageId);
        }
        wake();
    }

    /** Everything up to the message is admitted, as far as one can know. */
    boolean hasReached(String messageId) {
        String reached = position.reached();
        return parts.order().compare(reached, messageId) >= 0
                && (position.isAtStart() || feeds.mayLack(reached).equals(reached));
    }

    String position() {
        return position.reached();
    }

    /** What was said there before is none of ours: the bot was not a member, whatever it had read when it was one. */
    void startsNoEarlierThan(String messageId) {
        position.startsNoEarlierThan(messageId);
    }

    /** The newest message that the conversation is known to have, if any is. */
    void newest(@Nullable String messageId) {
        newest = messageId;
    }

    /** What was skipped because it may not be read is read now, if it may. */
    void mayReadNow() {
        synchronized (this) {
            if (!unread || !parts.history().mayRead(id)) {
                return;
            }
            unread = false;
            behind = true;
        }
        wake();
    }

    /** Its position is not stored any more. */
    void retire() {
        position.retire();
    }

    /** Whether messages may be missing that this session has yet to read or admit. */
    synchronized boolean lacks() {
        return working || !queue.isEmpty() || needsHistory();
    }

    /** Nothing was missed before this session. */
    synchronized void isUpToDate() {
        if (session < feeds.session() && !behind && queue.isEmpty() && !working) {
            session = feeds.session();
        }
    }

    synchronized void isBehind() {
        behind = true;
    }

    synchronized boolean isWaiting() {
        return working || !queue.isEmpty();
    }

    /** Begins to work where there is something to do and nobody does it; goes to the front where it has become more urgent. */
    void wake() {
        boolean readsHistory;
        synchronized (this) {
            readsHistory = needsHistory();
            if (working ? !isMoreUrgent() : queue.isEmpty() && !readsHistory) {
                return;
            }
            working = true;
            giveUpTurn();
        }
        resume(readsHistory);
    }

    /** The turn that it waits for is nobody's from now on: two would work on it otherwise. */
    private void giveUpTurn() {
        queued = null;
        ticket++;
    }

    /** Whether it waits for its turn to read, among those that may wait for longer: thousands of them may be before it. */
    private boolean isMoreUrgent() {
        return queued != null && order().rank().compareTo(queued) < 0;
    }

    private void resume(boolean readsHistory) {
        try {
            if (readsHistory) {
                HistoryQueue.Order order = order();
                int own = queue(order);
                feeds.threads().runHistory(order, () -> workInTurn(own));
            } else {
                feeds.threads().run(this::work);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("{} stops with its session", parts.history().describe(id));
        }
    }

    private synchronized int queue(HistoryQueue.Order order) {
        queued = order.rank();
        return ++ticket;
    }

    /** The turn that it had before it became more urgent is nobody's any more. */
    private void workInTurn(int turn) {
        synchronized (this) {
            if (turn != ticket) {
                return;
            }
            queued = null;
        }
        work();
    }

    private HistoryQueue.Order order() {
        if (parts.requests().isFailing(id)) {
            return new HistoryQueue.Order(HistoryQueue.Rank.FAILING, 0);
        }
        boolean isListed = parts.history().isListed(id);
        String last = newest;
        // Strangers may speak in thousands of direct conversations, and go on: the newest is not the most urgent there
        if (isListed && last != null && parts.order().compare(last, position.reached()) > 0) {
            return new HistoryQueue.Order(
                    HistoryQueue.Rank.BEHIND, parts.order().unixMs(last));
        }
        return new HistoryQueue.Order(
                isListed ? HistoryQueue.Rank.PERHAPS_BEHIND : HistoryQueue.Rank.UNLISTED, -(long) place);
    }

    private synchronized boolean needsHistory() {
        return behind || session < feeds.session();
    }

    private void work() {
        try {
            if (needsHistory() && isPostponed()) {
                return;
            }
            if (needsHistory()) {
                catchUp();
            }
            for (int done = 0; done < TURN; done++) {
                M next = next();
                if (next == null) {
                    return;
                }
                admitLive(next);
                reached(next);
                remove(next);
                parts.reader().settled(next);
            }
            position.store();
            resume(needsHistory());
        } catch (InboundRefusedException | RequestException e) {
            position.store();
            again(e);
        } catch (RuntimeException e) {
            LOG.error("{} failed, it is tried again", parts.history().describe(id), e);
            again(e);
        }
    }

    /** How long the platform has asked to wait. */
    private static long stated(Exception failure) {
        Duration stated =
                failure instanceof RequestException asked ? asked.failure().retryAfter() : null;
        return stated == null ? 0 : Math.min(stated.toMillis(), STATED_WAIT_MAX_MS);
    }

    /** A feed of which nothing is known waits while too many of those are refused; one that speaks is no such. */
    private boolean isPostponed() {
        Duration pause = parts.history().pause(id, newest != null);
        synchronized (this) {
            if (pause.isZero() || !queue.isEmpty() || !parts.history().mayRead(id)) {
                return false;
            }
            working = false;
        }
        feeds.threads().runLater(this::wake, pause.toMillis());
        return true;
    }

    private void admitLive(M message) throws InboundRefusedException {
        String messageId = parts.reader().id(message);
        if (parts.isRecent(messageId)) {
            position.hears(messageId);
        }
        if (position.isTooLate(messageId)) {
            feeds.counts().tooLate();
            LOG.warn(
                    "message {} of {} comes long after newer ones and is left out",
                    messageId,
                    parts.history().describe(id));
            return;
        }
        position.begin();
        admission.live(message);
    }

    /** The inbound route has a policy of its own for its steps. */
    private long waitAfter(Exception failure) {
        if (failure instanceof InboundRefusedException refused
                && !refused.retryAfter().isZero()) {
            return refused.retryAfter().toMillis();
        }
        long own = waitMs;
        waitMs = Math.min(own * 2, WAIT_MAX_MS);
        return Math.max(own, stated(failure));
    }

    private void again(Exception failure) {
        if (feeds.threads().isClosed()) {
            return;
        }
        long wait = waitAfter(failure);
        boolean told = failure instanceof InboundRefusedException refused && refused.isByStore();
        LOG.atLevel(told ? Level.DEBUG : Level.WARN)
                .log("messages of {} wait {} ms: {}", parts.history().describe(id), wait, failure.getMessage());
        feeds.threads().runLater(() -> resume(needsHistory()), wait);
    }

    /** The oldest live message, as long as nothing has to be read from history before it. */
    private @Nullable M next() {
        synchronized (this) {
            if (!feeds.threads().isClosed() && !needsHistory() && !queue.isEmpty()) {
                return queue.peekFirst();
            }
        }
        position.store();
        synchronized (this) {
            if (!feeds.threads().isClosed() && (needsHistory() || !queue.isEmpty())) {
                resume(needsHistory());
            } else {
                working = false;
            }
            return null;
        }
    }

    /** It may have been forgotten meanwhile, because too many came after it. */
    private synchronized void remove(M message) {
        if (queue.peekFirst() == message) {
            queue.removeFirst();
        }
    }

    private void catchUp() throws RequestException, InboundRefusedException {
        int target = feeds.session();
        synchronized (this) {
            behind = false;
        }
        try {
            FeedBackfill.End end = backfill.read();
            switch (end) {
                case GONE -> feeds.gone(id);
                case SKIPPED, REFUSED -> skipped();
                case READ -> {
                    // Its position is past everything
                }
            }
            if (isSilentForLong() && (end == FeedBackfill.End.REFUSED || endsInSilence(end))) {
                feeds.gone(id);
            }
        } catch (RequestException | InboundRefusedException | RuntimeException e) {
            isBehind();
            throw e;
        }
        synchronized (this) {
            session = target;
        }
    }

    private boolean endsInSilence(FeedBackfill.End end) throws RequestException {
        return end == FeedBackfill.End.READ && parts.history().endsInSilence(id);
    }

    /** Whoever was told meanwhile that it may be read found nothing to do. */
    private void skipped() {
        synchronized (this) {
            unread = true;
        }
        mayReadNow();
    }

    /** What begins there again would begin behind its position. */
    private synchronized boolean isSilentForLong() {
        return position.isStored()
                && queue.isEmpty()
                && !parts.history().isListed(id)
                && parts.cursors().isLongSilent(position.reached());
    }

    private void reached(M message) {
        String messageId = parts.reader().id(message);
        String reached = parts.position(messageId);
        if (parts.isPossible(messageId)) {
            position.reach(reached);
        }
        if (!reached.equals(messageId)) {
            feeds.counts().impossibleId();
            LOG.warn(
                    "message {} of {} is ahead of its time and is no position",
                    messageId,
                    parts.history().describe(id));
        }
        waitMs = FIRST_WAIT_MS;
    }
}
