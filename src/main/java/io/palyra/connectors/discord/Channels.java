package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.platform.http.RequestException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** What is known of channels: from the gateway, else from REST. Thread safe; blocks only where REST is asked. */
final class Channels {

    /** The channels that were used last; any other is asked for again. */
    private static final int KNOWN_MAX = 20_000;

    /** Several people, whoever of them writes. Source: Discord, Channel Types. */
    static final int GROUP_DIRECT = 3;

    /** Announcement, public and private threads. Source: Discord, Channel Types. */
    private static final Set<Integer> THREAD_TYPES = Set.of(10, 11, 12);

    /** Category, directory, forum, media. */
    private static final Set<Integer> WITHOUT_MESSAGES = Set.of(4, 14, 15, 16);

    /**
     * One channel.
     *
     * @param guildId null for a conversation beside all guilds
     * @param parentId of a thread the channel that it is in, where Discord says so
     */
    record Known(
            String id,
            int type,
            @Nullable String guildId,
            @Nullable String parentId) {

        /** With one person. */
        boolean isDirect() {
            return guildId == null && type != GROUP_DIRECT;
        }

        /** Categories, directories and forums have none of their own; a forum's posts are threads. */
        boolean hasMessages() {
            return !WITHOUT_MESSAGES.contains(type);
        }

        boolean isThread() {
            return Channels.isThread(type);
        }
    }

    static boolean isThread(int type) {
        return THREAD_TYPES.contains(type);
    }

    private final Rest rest;
    private final Map<String, Known> known = Collections.synchronizedMap(new RecentMap<>(KNOWN_MAX));
    private final Map<String, String> directByUser = Collections.synchronizedMap(new RecentMap<>(KNOWN_MAX));

    Channels(Rest rest) {
        this.rest = rest;
    }

    /** The channel of a target; opens the direct conversation with a user. */
    String idOf(Target target) throws RequestException {
        if (target.kind() == Target.Kind.CHANNEL) {
            return target.id();
        }
        String open = directByUser.get(target.id());
        if (open != null) {
            return open;
        }
        DataObject opened = rest.object(
                RestCall.of(Requests.OPEN_DIRECT).body(DataObject.empty().put("recipient_id", target.id())));
        Known channel = learned(opened, null);
        directByUser.put(target.id(), channel.id());
        return channel.id();
    }

    /** @param guildId of the event, where the channel itself does not say */
    Known learned(DataObject channel, @Nullable String guildId) {
        int type = channel.getInt("type", 0);
        Known read = new Known(
                channel.getString("id"),
                type,
                channel.getString("guild_id", guildId),
                isThread(type) ? channel.getString("parent_id", null) : null);
        known.put(read.id(), read);
        return read;
    }

    Optional<Known> known(String channelId) {
        return Optional.ofNullable(known.get(channelId));
    }

    Known find(String channelId) throws RequestException {
        Known there = known.get(channelId);
        return there != null ? there : learned(rest.object(RestCall.of(Requests.CHANNEL, channelId)), null);
    }
}
