package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.PlatformTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a channel begins of which nothing was admitted yet. What was said while the bot could not see it is none of ours: it
 * begins when it is shown, and so do its threads. Stored, as it may be shown while the program is down. Thread safe; blocks
 * only in {@link #open}.
 */
final class Beginnings {

    private final Positions positions;
    private final Channels channels;
    private final GuildRights rights;
    private final PlatformTime time;
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, String> shown = new ConcurrentHashMap<>();

    Beginnings(Positions positions, Channels channels, GuildRights rights, PlatformTime time) {
        this.positions = positions;
        this.channels = channels;
        this.rights = rights;
        this.time = time;
    }

    /** Takes over what is stored; the positions are open. */
    void open() {
        hidden.addAll(positions.hidden());
        positions.shown().forEach((channelId, moment) -> {
            if (Snowflake.compare(moment, positions.startOfOthers()) > 0) {
                shown.put(channelId, moment);
            } else {
                positions.forgetShown(channelId);
            }
        });
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
            positions.hide(channelId);
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
        positions.show(channelId, moment);
        hidden.remove(channelId);
    }

    /** Its position says more, or it is gone. */
    void forget(String channelId) {
        if (hidden.remove(channelId) | shown.remove(channelId) != null) {
            positions.forgetShown(channelId);
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
