package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.InboundRefusedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one channel on their way to the inbox, one after the other. A lane that is behind reads the history from
 * its cursor before it goes on with what came live. What is refused is tried again, in its place, until it is admitted or
 * the session ends. The cursor moves behind what was admitted.
 *
 * <p>Thread safe: {@link #add} and {@link #wake} come from the event thread, the work is done by one pool thread at a time.
 */
final class ChannelLane {

    /**
     * How far behind the position messages are known again, however long ago they were admitted. History is read again from
     * a part of it; a live message that comes later than this is left out.
     */
    static final Duration OVERLAP = Duration.ofMinutes(1);

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
    private volatile String start;
    private final Deque<DataObject> queue = new ArrayDeque<>();
    private final LaneAdmission admission;
    private volatile String position;
    private String stored;
    private int session;
    private boolean behind;
    private boolean working;
    private boolean hasCursor;
    private boolean unread;
    private volatile boolean retired;
    private volatile @Nullable String newest;
    private long waitMs = FIRST_WAIT_MS;

    /**
     * @param start what is not behind it is none of ours
     * @param position the newest message that is admitted; the start where there is none yet
     * @param hasCursor whether the position is stored
     */
    ChannelLane(
            String channelId,
            String start,
            String position,
            boolean hasCursor,
            InboundFlow flow,
            InboundFlow.Parts parts) {
        this.channelId = channelId;
        this.start = start;
        this.position = position;
        this.stored = position;
        this.hasCursor = hasCursor;
        this.flow = flow;
        this.parts = parts;
        this.admission = new LaneAdmission(channelId, flow, parts);
    }

    /** A live message. */
    void add(DataObject message) {
        synchronized (this) {
            if (queue.size() >= QUEUE_MAX) {
                queue.clear();
                behind = true;
                flow.overflowed();
            }
            queue.addLast(message);
        }
        newest(message.getString("id"));
        wake();
    }

    /** Everything up to the message is admitted, as far as one can know. */
    boolean hasReached(String messageId) {
        return Snowflake.compare(position, messageId) >= 0
                && (position.equals(start) || flow.mayLack(position).equals(position));
    }

    String position() {
        return position;
    }

    /** What was said there before is none of ours: the bot was not a member, whatever it had read when it was one. */
    void startsNoEarlierThan(String messageId) {
        start = Snowflake.later(start, messageId);
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
        retired = true;
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
                flow.runHistory(order(), this::work);
            } else {
                flow.run(this::work);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("channel {} stops with its session", channelId);
        }
    }

    private HistoryQueue.Order order() {
        String last = newest;
        if (last != null && Snowflake.compare(last, position) > 0) {
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
            store();
            resume(needsHistory());
        } catch (InboundRefusedException | RestException e) {
            store();
            again(e);
        } catch (RuntimeException e) {
            LOG.error("channel {} failed, it is tried again", channelId, e);
            again(e);
        }
    }

    /** How long Discord, or the inbound route, has asked to wait. */
    private static long stated(Exception failure) {
        if (failure instanceof InboundRefusedException refused) {
            return refused.retryAfter().toMillis();
        }
        Duration stated = failure instanceof RestException rest && rest.failure() instanceof RestFailure.Limited limited
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
        flow.runLater(this::wake, pause.toMillis());
        return true;
    }

    private void admitLive(DataObject message) throws InboundRefusedException {
        String id = message.getString("id");
        if (!hasCursor && Snowflake.compare(id, start) < 0) {
            // Nothing was admitted here that could be admitted again: the start was taken from a time that is ahead
            start = Snowflake.at(Snowflake.unixMs(id));
            position = start;
        }
        if (Snowflake.unixMs(id) < Snowflake.unixMs(position) - OVERLAP.toMillis()) {
            flow.leftOutAsLate();
            LOG.warn("message {} of channel {} comes long after newer ones and is left out", id, channelId);
            return;
        }
        beginCursor();
        admission.live(message);
    }

    /** Before the first message of a channel is admitted its overlap is known, and it will be known again. */
    private void beginCursor() {
        if (!hasCursor) {
            hasCursor = true;
            moved(position);
        }
    }

    private void again(Exception failure) {
        if (flow.isClosed()) {
            return;
        }
        long wait = Math.max(waitMs, stated(failure));
        waitMs = Math.min(waitMs * 2, WAIT_MAX_MS);
        LOG.warn("messages of channel {} wait {} ms: {}", channelId, wait, failure.getMessage());
        flow.runLater(() -> resume(needsHistory()), wait);
    }

    /** The oldest live message, as long as nothing has to be read from history before it. */
    private @Nullable DataObject next() {
        synchronized (this) {
            if (!flow.isClosed() && !needsHistory() && !queue.isEmpty()) {
                return queue.peekFirst();
            }
        }
        store();
        synchronized (this) {
            if (!flow.isClosed() && (needsHistory() || !queue.isEmpty())) {
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

    /**
     * Reads what follows the cursor, the oldest first, until there is no more; and a little before it where Discord may
     * have been about to show a message that is older than the newest one admitted.
     */
    private void catchUp() throws RestException, InboundRefusedException {
        int target;
        synchronized (this) {
            target = flow.session();
            behind = false;
        }
        try {
            if (parts.reader().mayRead(channelId)) {
                readAll();
            } else {
                skipped();
            }
        } catch (RestException | InboundRefusedException | RuntimeException e) {
            isBehind();
            throw e;
        }
        synchronized (this) {
            session = target;
        }
    }

    private void readAll() throws RestException, InboundRefusedException {
        try {
            String from = Snowflake.later(start, flow.mayLack(position));
            List<DataObject> page;
            do {
                page = parts.reader().after(channelId, from);
                for (DataObject message : page) {
                    if (flow.isClosed()) {
                        throw new InboundRefusedException("the session ends", null);
                    }
                    beginCursor();
                    admission.fromHistory(message);
                    reached(message);
                    from = message.getString("id");
                }
                store();
            } while (page.size() == History.PAGE_MAX);
            if (isSilentForLong() && parts.reader().find(channelId).isThread()) {
                flow.gone(channelId);
            }
        } catch (RestException e) {
            refused(e);
        }
    }

    /** Discord has said that there is nothing for us: a failure on the way is none of that. */
    private void refused(RestException failure) throws RestException {
        switch (HistoryReader.answer(failure)) {
            case GONE -> flow.gone(channelId);
            case REFUSED -> {
                skipped();
                if (isSilentForLong()) {
                    flow.gone(channelId);
                }
            }
            case NONE -> throw failure;
        }
        LOG.info("the history of channel {} is not read: {}", channelId, failure.getMessage());
    }

    private synchronized void skipped() {
        unread = true;
    }

    /** What begins there again would begin behind its position. */
    private synchronized boolean isSilentForLong() {
        return hasCursor
                && queue.isEmpty()
                && !parts.rights().isListed(channelId)
                && parts.positions().isLongSilent(position);
    }

    private void reached(DataObject message) {
        position = Snowflake.later(position, message.getString("id"));
        waitMs = FIRST_WAIT_MS;
    }

    private void store() {
        String reached = position;
        if (!reached.equals(stored)) {
            stored = reached;
            moved(reached);
        }
    }

    private void moved(String reached) {
        if (!retired) {
            parts.positions().move(channelId, reached);
        }
    }
}
