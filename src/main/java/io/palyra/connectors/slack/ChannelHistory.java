package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.FeedAnswer;
import io.palyra.connectors.platform.inbound.FeedCursors;
import io.palyra.connectors.platform.inbound.FeedHistory;
import io.palyra.connectors.platform.inbound.HistoryPage;
import io.palyra.connectors.platform.inbound.UnreadableFeeds;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was said in the conversations that the bot is in, and in their threads: each channel is a feed, named by its id. */
final class ChannelHistory implements FeedHistory<SlackMessage> {

    /**
     * What is said while a history is read comes live, and has to wait behind it: of threads, which are read after their channel, no
     * more is taken than is read again when the reading is cut off. Slack states its time to the second.
     */
    private static final Duration AHEAD = Duration.ofSeconds(5);

    /**
     * A history that Slack itself refuses so often, with an error that says nothing of the channel, is not read for now: what comes live
     * in it would wait for ever. Some three minutes.
     */
    static final int REFUSALS_MAX = 12;

    private final Identity self;
    private final Conversations conversations;
    private final HistoryReader reader;
    private final Threads threads;
    private final FeedCursors cursors;
    private final PlatformTime time;
    private final Duration memory;
    private final Map<String, HistoryWalk> walks = new ConcurrentHashMap<>();
    private final UnreadableFeeds unreadable = new UnreadableFeeds(System::nanoTime);
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private volatile @Nullable Set<String> listed;

    /** @param memory from so long ago on first messages of threads are looked at */
    ChannelHistory(
            Identity self,
            Conversations conversations,
            HistoryReader reader,
            Threads threads,
            FeedCursors cursors,
            PlatformTime time,
            Duration memory) {
        this.self = self;
        this.conversations = conversations;
        this.reader = reader;
        this.threads = threads;
        this.cursors = cursors;
        this.time = time;
        this.memory = memory;
    }

    /** Slack has named all that the bot is in. */
    void listed(Set<String> channelIds) {
        Set<String> all = ConcurrentHashMap.newKeySet();
        all.addAll(channelIds);
        listed = all;
    }

    /** The bot is in it, whatever was named. */
    void isIn(String channelId) {
        Set<String> all = listed;
        if (all != null) {
            all.add(channelId);
        }
        unreadable.forget(channelId);
    }

    @Override
    public HistoryPage<SlackMessage> after(String channelId, String position) throws RequestException {
        try {
            HistoryPage<SlackMessage> page = read(channelId, position);
            refusals.remove(channelId);
            return page;
        } catch (RequestException e) {
            throw e.failure() instanceof RequestFailure.Refused refused ? refused(channelId, refused, e) : e;
        }
    }

    private RequestException refused(String channelId, RequestFailure.Refused refused, RequestException failure) {
        if (refused.meaning() == RefusalMeaning.TARGET || refusals.merge(channelId, 1, Integer::sum) < REFUSALS_MAX) {
            return failure;
        }
        refusals.remove(channelId);
        return new RequestException(new RequestFailure.Refused(
                refused.status(),
                refused.code(),
                RefusalMeaning.TARGET,
                "refused again and again: " + refused.reason()));
    }

    private HistoryPage<SlackMessage> read(String channelId, String position) throws RequestException {
        HistoryWalk walk = walks.remove(channelId);
        if (walk == null || walk.isOver() || !walk.isAt(position)) {
            long now = time.now().orElseGet(Instant::now).toEpochMilli();
            Duration ahead = time.isStated() ? AHEAD : PlatformTime.WRONG_MAX;
            walk = new HistoryWalk(
                    channelId,
                    self,
                    reader,
                    threads,
                    position,
                    Ts.ORDER.later(position, Ts.at(now + ahead.toMillis())));
            walk.walk(Ts.at(now - memory.toMillis()));
        }
        HistoryPage<SlackMessage> page = walk.next();
        if (page.hasMore()) {
            walks.put(channelId, walk);
        }
        return page;
    }

    /** Only a refusal of Slack's own speaks of the channel: the bot is not in it, or its token may not read it. */
    @Override
    public FeedAnswer answer(RequestException failure) {
        boolean isRefused = failure.failure() instanceof RequestFailure.Refused refusal
                ? refusal.meaning() == RefusalMeaning.TARGET
                : Scope.isMissing(failure);
        return isRefused ? FeedAnswer.REFUSED : FeedAnswer.NONE;
    }

    @Override
    public String start(String channelId) {
        return cursors.startOfOthers();
    }

    @Override
    public boolean mayRead(String channelId) {
        return !unreadable.isRefused(channelId)
                && isListed(channelId)
                && conversations
                        .known(channelId)
                        .map(conversation -> !self.lacks(conversation.kind().history()))
                        .orElse(true);
    }

    @Override
    public void refused(String channelId) {
        unreadable.refused(channelId);
    }

    /** Before Slack has named them nothing is known of any. */
    @Override
    public boolean isListed(String channelId) {
        Set<String> all = listed;
        return all == null || all.contains(channelId);
    }

    @Override
    public void gone(String channelId) {
        threads.forget(channelId);
        conversations.forget(channelId);
    }

    @Override
    public String describe(String channelId) {
        return "channel " + channelId;
    }

    int refused() {
        return unreadable.size();
    }
}
