package io.palyra.connectors.discord;

import io.palyra.connectors.discord.GuildRights.Reading;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * Reads what was missed: at the pace of {@link HistoryPace}, and only where that is not known to be refused. Thread safe;
 * blocks.
 */
final class HistoryReader {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** What Discord says about a channel when it is asked. */
    enum Answer {
        REFUSED,
        GONE,
        /** Something failed on the way; it is asked again. */
        NONE
    }

    private final Rest rest;
    private final History history;
    private final Channels channels;
    private final GuildRights rights;
    private final UnreadableChannels unreadable;
    private final HistoryPace pace;
    private final AtomicLong requests = new AtomicLong();

    /** Channels whose last request was not answered. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    HistoryReader(
            Rest rest,
            History history,
            Channels channels,
            GuildRights rights,
            UnreadableChannels unreadable,
            HistoryPace pace) {
        this.rest = rest;
        this.history = history;
        this.channels = channels;
        this.rights = rights;
        this.unreadable = unreadable;
        this.pace = pace;
    }

    /** Whether to ask at all. Never blocks. */
    boolean mayRead(String channelId) {
        return rights.of(channelId) != Reading.HIDDEN && !unreadable.isRefused(channelId);
    }

    /**
     * For how long the channel is not to be asked, because too many of which as little was known were refused.
     *
     * @param speaks whether Discord has told its newest message, which it does of channels that the bot may see
     */
    Duration pause(String channelId, boolean speaks) {
        return speaks && rights.of(channelId) == Reading.ALLOWED ? Duration.ZERO : unreadable.pause();
    }

    /** What was refused may be granted now. */
    void askAgain(String channelId) {
        unreadable.forget(channelId);
    }

    /** Whether the last request about the channel was not answered. */
    boolean isFailing(String channelId) {
        return failing.contains(channelId);
    }

    /** For operators. */
    Map<String, Object> view() {
        return Map.of(
                "channels_refused", unreadable.size(),
                "channels_failing", failing.size(),
                "history_requests", requests.get());
    }

    /** The messages right behind a position; their channel is known then. */
    List<DataObject> after(String channelId, String messageId) throws RequestException {
        List<DataObject> page = paced(channelId, () -> history.after(channelId, messageId));
        if (!page.isEmpty()) {
            find(channelId);
        }
        return page;
    }

    Channels.Known find(String channelId) throws RequestException {
        var known = channels.known(channelId);
        return known.isPresent() ? known.get() : paced(channelId, () -> channels.find(channelId));
    }

    /** One page of the {@code threads} of a channel that are archived, the last archived first. */
    DataObject archivedThreads(String channelId, boolean joinedPrivate, String... query) throws RequestException {
        RestCall call = RestCall.of(
                        joinedPrivate ? Requests.JOINED_PRIVATE_ARCHIVED_THREADS : Requests.ARCHIVED_THREADS, channelId)
                .query(query);
        return paced(channelId, () -> rest.object(call));
    }

    @FunctionalInterface
    private interface Request<T> {
        T run() throws RequestException;
    }

    private <T> T paced(String channelId, Request<T> request) throws RequestException {
        try {
            TimeUnit.NANOSECONDS.sleep(pace.next(isFailing(channelId)).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(new RequestFailure.Stopped("the session ends"));
        }
        requests.incrementAndGet();
        try {
            T answer = request.run();
            answered(channelId);
            return answer;
        } catch (RequestException e) {
            if (answer(e) == Answer.REFUSED) {
                unreadable.refused(channelId);
            }
            if (e.failure() instanceof RequestFailure.Refused) {
                answered(channelId);
            } else {
                failing.add(channelId);
                pace.failed();
            }
            throw e;
        }
    }

    private void answered(String channelId) {
        failing.remove(channelId);
        pace.answered();
    }

    /** The channel is gone. */
    void forget(String channelId) {
        failing.remove(channelId);
    }

    /** Only a refusal with a code of Discord's own speaks of the channel. */
    static Answer answer(RequestException failure) {
        if (!(failure.failure() instanceof RequestFailure.Refused refused)
                || refused.code().isEmpty()) {
            return Answer.NONE;
        } else if (refused.code().equals(DiscordCode.UNKNOWN_CHANNEL.code())) {
            return Answer.GONE;
        }
        return refused.status() == FORBIDDEN || refused.status() == NOT_FOUND ? Answer.REFUSED : Answer.NONE;
    }
}
