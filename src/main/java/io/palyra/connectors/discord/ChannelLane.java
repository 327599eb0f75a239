package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one channel on their way to the inbox, one after the other. A lane that is behind reads the history from
 * its cursor before it goes on with what came live. What is refused is tried again, in its place, until it is admitted or
 * given up, or the session ends. The cursor moves behind what was admitted or given up.
 *
 * <p>Thread safe: {@link #add} and {@link #wake} come from the event thread, the work is done by one pool thread at a time.
 */
final class ChannelLane {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelLane.class);

    /** Live messages that wait; beyond, they are forgotten and read from history. */
    private static final int QUEUE_MAX = 1_000;

    /** Messages until the cursor is stored and other lanes have their turn. */
    private static final int TURN = 64;

    private static final long FIRST_WAIT_MS = 250;
    private static final long WAIT_MAX_MS = 30_000;
    private static final long STATED_WAIT_MAX_MS = 600_000;

    private final String channelId;
    private final InboundFlow flow;
    private final InboundFlow.Parts parts;
    private final Deque<DataObject> queue = new ArrayDeque<>();
    private final LaneAdmission admission;
    private final LanePosition position;
    private final LaneHistory history;
    private int session;
    private boolean behind;
    private boolean working;
    private boolean unread;
    private volatile @Nullable String newest;
    private long waitMs = FIRST_WAIT_MS;

    ChannelLane(String channelId, LanePosition position, InboundFlow flow, InboundFlow.Parts parts) {
        this.channelId = channelId;
        this.position = position;
        this.flow = flow;
        this.parts = parts;
        this.admission = new LaneAdmission(channelId, flow, parts);
        this.history = new LaneHistory(channelId, flow, parts, position, admission, this::reached);
    }

    /** A live message. */
    void add(DataObject message) {
        synchronized (this) {
            if (queue.size() >= QUEUE_MAX) {
                queue.clear();
                behind = true;
                flow.counts().overflowed();
            }
            queue.addLast(message);
        }
        String id = message.getString("id");
        if (parts.time().isPossible(Snowflake.moment(id))) {
            newest(id);
        }
        wake();
    }

    /** Everything up to the message is admitted, as far as one can know. */
    boolean hasReached(String messageId) {
        String reached = position.reached();
        return Snowflake.compare(reached, messageId) >= 0
                && (position.isAtStart() || flow.mayLack(reached).equals(reached));
    }

    String position() {
        return position.reached();
    }

    /** What was said there before is none of ours: the bot was not a member, whatever it had read when it was one. */
    void startsNoEarlierThan(String messageId) {
        position.startsNoEarlierThan(messageId);
    }

    /** The newest message that the channel is known to have, if any is. */
    void newest(@Nullable String messageId) {
        newest = messageId;
    }

    /** What was skipped because it may not be read is read now, if it may. */
    void mayReadNow() {
        synchronized (this) {
            if (!unread || !parts.reader().mayRead(channelId)) {
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
        if (session < flow.session() && !behind && queue.isEmpty() && !working) {
            session = flow.session();
        }
    }

    synchronized void isBehind() {
        behind = true;
    }

    synchronized boolean isWaiting() {
        return working || !queue.isEmpty();
    }

    /** Begins to work where there is something to do and nobody does it. */
    void wake() {
        boolean readsHistory;
        synchronized (this) {
            readsHistory = needsHistory();
            if (working || (queue.isEmpty() && !readsHistory)) {
                return;
            }
            working = true;
        }
        resume(readsHistory);
    }

    private void resume(boolean readsHistory) {
        try {
            if (readsHistory) {
                flow.threads().runHistory(order(), this::work);
            } else {
                flow.threads().run(this::work);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("channel {} stops with its session", channelId);
        }
    }

    private HistoryQueue.Order order() {
        if (parts.reader().isFailing(channelId)) {
            return new HistoryQueue.Order(HistoryQueue.Rank.FAILING, 0);
        }
        String last = newest;
        if (last != null && Snowflake.compare(last, position.reached()) > 0) {
            return new HistoryQueue.Order(HistoryQueue.Rank.BEHIND, Long.parseUnsignedLong(last));
        }
        return new HistoryQueue.Order(
                parts.rights().isListed(channelId) ? HistoryQueue.Rank.PERHAPS_BEHIND : HistoryQueue.Rank.UNLISTED, 0);
    }

    private synchronized boolean needsHistory() {
        return behind || session < flow.session();
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
                DataObject next = next();
                if (next == null) {
                    return;
                }
                admitLive(next);
                reached(next);
                remove(next);
            }
            position.store();
            resume(needsHistory());
        } catch (InboundRefusedException | RequestException e) {
            position.store();
            again(e);
        } catch (RuntimeException e) {
            LOG.error("channel {} failed, it is tried again", channelId, e);
            again(e);
        }
    }

    /** How long Discord has asked to wait. */
    private static long stated(Exception failure) {
        Duration stated =
                failure instanceof RequestException rest && rest.failure() instanceof RequestFailure.Limited limited
                        ? limited.retryAfter()
                        : null;
        return stated == null ? 0 : Math.min(stated.toMillis(), STATED_WAIT_MAX_MS);
    }

    /** A channel of which nothing is known waits while too many of those are refused; one that speaks is no such. */
    private boolean isPostponed() {
        Duration pause = parts.reader().pause(channelId, newest != null);
        synchronized (this) {
            if (pause.isZero() || !queue.isEmpty() || !parts.reader().mayRead(channelId)) {
                return false;
            }
            working = false;
        }
        flow.threads().runLater(this::wake, pause.toMillis());
        return true;
    }

    private void admitLive(DataObject message) throws InboundRefusedException {
        String id = message.getString("id");
        if (parts.time().isRecent(Snowflake.moment(id))) {
            position.hears(id);
        }
        if (position.isTooLate(id)) {
            flow.counts().tooLate();
            LOG.warn("message {} of channel {} comes long after newer ones and is left out", id, channelId);
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
        if (flow.threads().isClosed()) {
            return;
        }
        long wait = waitAfter(failure);
        LOG.warn("messages of channel {} wait {} ms: {}", channelId, wait, failure.getMessage());
        flow.threads().runLater(() -> resume(needsHistory()), wait);
    }

    /** The oldest live message, as long as nothing has to be read from history before it. */
    private @Nullable DataObject next() {
        synchronized (this) {
            if (!flow.threads().isClosed() && !needsHistory() && !queue.isEmpty()) {
                return queue.peekFirst();
            }
        }
        position.store();
        synchronized (this) {
            if (!flow.threads().isClosed() && (needsHistory() || !queue.isEmpty())) {
                resume(needsHistory());
            } else {
                working = false;
            }
            return null;
        }
    }

    /** It may have been forgotten meanwhile, because too many came after it. */
    private synchronized void remove(DataObject message) {
        if (queue.peekFirst() == message) {
            queue.removeFirst();
        }
    }

    private void catchUp() throws RequestException, InboundRefusedException {
        int target = flow.session();
        synchronized (this) {
            behind = false;
        }
        try {
            LaneHistory.End end = history.read();
            switch (end) {
                case GONE -> flow.gone(channelId);
                case SKIPPED, REFUSED -> skipped();
                case READ -> {
                    // Its position is past everything
                }
            }
            if (isSilentForLong() && (end == LaneHistory.End.REFUSED || isReadThread(end))) {
                flow.gone(channelId);
            }
        } catch (RequestException | InboundRefusedException | RuntimeException e) {
            isBehind();
            throw e;
        }
        synchronized (this) {
            session = target;
        }
    }

    private boolean isReadThread(LaneHistory.End end) throws RequestException {
        return end == LaneHistory.End.READ && parts.reader().find(channelId).isThread();
    }

    private synchronized void skipped() {
        unread = true;
    }

    /** What begins there again would begin behind its position. */
    private synchronized boolean isSilentForLong() {
        return position.isStored()
                && queue.isEmpty()
                && !parts.rights().isListed(channelId)
                && parts.positions().isLongSilent(position.reached());
    }

    private void reached(DataObject message) {
        String id = message.getString("id");
        if (parts.time().isPossible(Snowflake.moment(id))) {
            position.reach(id);
        } else {
            flow.counts().impossibleId();
            LOG.warn("message {} of channel {} is ahead of its time and is no position", id, channelId);
        }
        waitMs = FIRST_WAIT_MS;
    }
}
