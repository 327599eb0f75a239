package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.inbound.FeedCursors;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a channel begins of which nothing was admitted yet. What was said while the bot could not see it is none of ours: it
 * begins when it is shown, and so do its threads. Stored, as it may be shown while the program is down. Thread safe, never
 * blocks.
 */
final class Beginnings {

    /** Of the stream of each channel without a position. */
    private static final String PREFIX = "beginning:";

    private static final String HIDDEN = "hidden";

    private final CursorStore cursors;
    private final FeedCursors positions;
    private final Channels channels;
    private final GuildRights rights;
    private final PlatformTime time;
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, String> shown = new ConcurrentHashMap<>();

    Beginnings(CursorStore cursors, FeedCursors positions, Channels channels, GuildRights rights, PlatformTime time) {
        this.cursors = cursors;
        this.positions = positions;
        this.channels = channels;
        this.rights = rights;
        this.time = time;
    }

    /** Takes over what is stored; the positions are open. */
    void open(Map<String, String> stored) {
        stored.forEach((stream, moment) -> {
            if (stream.startsWith(PREFIX)) {
                open(stream.substring(PREFIX.length()), moment);
            }
        });
    }

    private void open(String channelId, String moment) {
        if (moment.equals(HIDDEN)) {
            hidden.add(channelId);
        } else if (!Snowflake.isOne(moment)) {
            return;
        } else if (Snowflake.compare(moment, positions.startOfOthers()) > 0) {
            shown.put(channelId, moment);
        } else {
            forgetStored(channelId);
        }
    }

    private void forgetStored(String channelId) {
        cursors.forget(PREFIX + channelId);
    }

    /** Everything from there on is ours; of a thread that is not known its parent says nothing. */
    String of(String channelId) {
        String own = Snowflake.later(positions.startOfOthers(), shown.getOrDefault(channelId, Snowflake.at(0)));
        return channels.known(channelId)
                .map(Channels.Known::parentId)
                .map(parent -> Snowflake.later(own, shown.getOrDefault(parent, Snowflake.at(0))))
                .orElse(own);
    }

    /** The bot does not see the channel. */
    void hidden(String channelId) {
        if (hidden.add(channelId)) {
            cursors.move(PREFIX + channelId, HIDDEN);
        }
    }

    /** The bot may see it, for all that is known. */
    void mayBeSeen(String channelId, @Nullable String newestId) {
        if (hidden.contains(channelId)) {
            shown(channelId, newestId);
        }
    }

    /**
     * The bot has just got to see it.
     *
     * @param newestId the newest message in it, where that is known: Discord's clock says the time to the second only
     */
    void shown(String channelId, @Nullable String newestId) {
        String now = Snowflake.at(time.now().map(Instant::toEpochMilli).orElse(0L));
        String moment = Snowflake.later(now, Optional.ofNullable(newestId).orElse(now));
        shown.put(channelId, moment);
        cursors.move(PREFIX + channelId, moment);
        hidden.remove(channelId);
    }

    /** Its position says more, or it is gone. */
    void forget(String channelId) {
        if (hidden.remove(channelId) | shown.remove(channelId) != null) {
            forgetStored(channelId);
        }
    }

    /** All guilds are told of: what was hidden and is not there any more will not be shown. */
    void forgetUnlisted() {
        hidden.stream()
                .filter(channelId -> !rights.isListed(channelId))
                .toList()
                .forEach(this::forget);
    }
}
