package io.palyra.connectors.discord;

import io.palyra.connectors.discord.GuildRights.Reading;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.FeedAnswer;
import io.palyra.connectors.platform.inbound.HistoryRequests;
import io.palyra.connectors.platform.inbound.UnreadableFeeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * Reads what was missed: at a pace, and only where that is not known to be refused. Thread safe; blocks.
 */
final class HistoryReader {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** Well below the 50 requests a second that Discord takes of a bot in all, so that sends keep their share. */
    static final Duration INTERVAL = Duration.ofSeconds(1).dividedBy(20);

    private final Rest rest;
    private final History history;
    private final Channels channels;
    private final GuildRights rights;
    private final UnreadableFeeds unreadable;
    private final HistoryRequests requests;

    HistoryReader(
            Rest rest,
            History history,
            Channels channels,
            GuildRights rights,
            UnreadableFeeds unreadable,
            HistoryRequests requests) {
        this.rest = rest;
        this.history = history;
        this.channels = channels;
        this.rights = rights;
        this.unreadable = unreadable;
        this.requests = requests;
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

    /** For operators. */
    Map<String, Object> view() {
        return Map.of(
                "channels_refused", unreadable.size(),
                "channels_failing", requests.failing(),
                "history_requests", requests.made());
    }

    /** The messages right behind a position, with their guild, which only the gateway says by itself; their channel is known then. */
    List<DataObject> after(String channelId, String messageId) throws RequestException {
        List<DataObject> page = paced(channelId, () -> history.after(channelId, messageId));
        if (!page.isEmpty()) {
            String guildId = find(channelId).guildId();
            if (guildId != null) {
                page.forEach(message -> message.put("guild_id", guildId));
            }
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

    private <T> T paced(String channelId, HistoryRequests.Request<T> request) throws RequestException {
        try {
            return requests.run(channelId, request);
        } catch (RequestException e) {
            if (answer(e) == FeedAnswer.REFUSED) {
                unreadable.refused(channelId);
            }
            throw e;
        }
    }

    /** Only a refusal with a code of Discord's own speaks of the channel. */
    static FeedAnswer answer(RequestException failure) {
        if (!(failure.failure() instanceof RequestFailure.Refused refused)
                || refused.code().isEmpty()) {
            return FeedAnswer.NONE;
        } else if (refused.code().equals(DiscordCode.UNKNOWN_CHANNEL.code())) {
            return FeedAnswer.GONE;
        }
        return refused.status() == FORBIDDEN || refused.status() == NOT_FOUND ? FeedAnswer.REFUSED : FeedAnswer.NONE;
    }
}
