package io.palyra.connectors.discord;

import io.palyra.connectors.platform.inbound.Reading;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.api.utils.data.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Which channels of its guilds the bot may read, computed from what the gateway says of roles and overwrites: asking for
 * the history of a hidden one is a refused request, of which Discord counts every one. Thread safe, never blocks.
 */
final class GuildRights {

    /** Discord sends a channel that we may not see without its content. */
    private static final int OBFUSCATED = 1 << 17;

    /** Text, announcement, forum, media. */
    private static final Set<Integer> WITH_THREADS = Set.of(0, 5, 15, 16);

    /** Whether a channel's history may be read. */
    enum Reading {
        ALLOWED,
        HIDDEN,
        /** Direct conversations, threads that are archived, and what the gateway has not said enough of. */
        UNKNOWN
    }

    /** A channel; a thread has the overwrites of its parent. */
    private record Place(
            int type,
            @Nullable String parentId,
            @Nullable List<PermissionRules.Overwrite> overwrites,
            boolean hidden) {}

    private static final class Guild {
        private final Map<String, Long> roles = new HashMap<>();
        private final Map<String, Place> channels = new HashMap<>();

        /** Null where they are not told, or cannot be read. */
        private @Nullable Set<String> ownRoles;

        private String ownerId = "";
    }

    private final String selfId;
    private final Map<String, Guild> guilds = new HashMap<>();
    private final Map<String, String> guildOfChannel = new HashMap<>();

    GuildRights(String selfId) {
        this.selfId = selfId;
    }

    /** A guild as it is now: GUILD_CREATE. */
    synchronized void guild(DataObject json) {
        String id = json.getString("id");
        left(id);
        Guild guild = new Guild();
        guilds.put(id, guild);
        changed(guild, json);
        Elements.each(json, "members", member -> member(id, member));
        Elements.each(json, "channels", channel -> channel(channel, id));
        Elements.each(json, "threads", thread -> channel(thread, id));
    }

    /** GUILD_UPDATE: roles and owner, not channels and members. */
    synchronized void guildChanged(DataObject json) {
        Guild guild = guilds.get(json.getString("id"));
        if (guild != null) {
            changed(guild, json);
        }
    }

    private static void changed(Guild guild, DataObject json) {
        guild.ownerId = json.getString("owner_id", "");
        if (json.hasKey("roles")) {
            guild.roles.clear();
            Elements.each(json, "roles", role -> guild.roles.put(role.getString("id"), permissions(role)));
        }
    }

    /** The bot is no member any more. */
    synchronized void left(String guildId) {
        Guild gone = guilds.remove(guildId);
        if (gone != null) {
            guildOfChannel.keySet().removeAll(gone.channels.keySet());
        }
    }

    synchronized void role(String guildId, DataObject role) {
        Guild guild = guilds.get(guildId);
        if (guild != null) {
            guild.roles.put(role.getString("id"), permissions(role));
        }
    }

    /** A role of which nobody knows what it allows may allow everything: asking in vain costs less than a message. */
    static long permissions(DataObject role) {
        try {
            return role.getUnsignedLong("permissions");
        } catch (ParsingException | NumberFormatException e) {
            return ChannelAccess.ALL;
        }
    }

    synchronized void roleGone(String guildId, String roleId) {
        Guild guild = guilds.get(guildId);
        if (guild != null) {
            guild.roles.remove(roleId);
        }
    }

    /**
     * A member, as it is now.
     *
     * @return whether it is the bot
     */
    synchronized boolean member(String guildId, DataObject member) {
        Guild guild = guilds.get(guildId);
        if (guild == null || !member.getObject("user").getString("id").equals(selfId)) {
            return false;
        }
        Set<String> roles = Elements.ids(member, "roles");
        boolean all = member.isType("roles", DataType.ARRAY) && roles.size() == Elements.count(member, "roles");
        guild.ownRoles = all ? roles : null;
        return true;
    }

    /** A channel or a thread, as it is now. */
    synchronized void channel(DataObject channel, @Nullable String eventGuildId) {
        String guildId = channel.getString("guild_id", eventGuildId);
        Guild guild = guildId == null ? null : guilds.get(guildId);
        if (guild == null) {
            return;
        }
        String id = channel.getString("id");
        boolean thread = Channels.isThread(channel.getInt("type", 0));
        guild.channels.put(
                id,
                new Place(
                        channel.getInt("type", 0),
                        thread ? channel.getString("parent_id", null) : null,
                        overwrites(channel),
                        isObfuscated(channel)));
        guildOfChannel.put(id, guildId);
    }

    /** Null where they are not told, or cannot be read. */
    private static @Nullable List<PermissionRules.Overwrite> overwrites(DataObject channel) {
        try {
            return channel.hasKey("permission_overwrites") ? reading(PermissionRules.overwrites(channel)) : null;
        } catch (ParsingException | NumberFormatException e) {
            return null;
        }
    }

    /** Flags that are no number say nothing. */
    private static boolean isObfuscated(DataObject channel) {
        try {
            return (channel.getInt("flags", 0) & OBFUSCATED) != 0;
        } catch (ParsingException | NumberFormatException e) {
            return false;
        }
    }

    /** Those that matter here: there may be a hundred, of many channels. */
    private static List<PermissionRules.Overwrite> reading(List<PermissionRules.Overwrite> overwrites) {
        return overwrites.stream()
                .filter(overwrite -> ChannelPermission.VIEW_CHANNELS.isIn(overwrite.allow() | overwrite.deny())
                        || ChannelPermission.READ_MESSAGE_HISTORY.isIn(overwrite.allow() | overwrite.deny()))
                .toList();
    }

    synchronized void channelGone(String channelId) {
        String guildId = guildOfChannel.remove(channelId);
        if (guildId != null && guilds.containsKey(guildId)) {
            guilds.get(guildId).channels.remove(channelId);
        }
    }

    synchronized Set<String> channelsOf(String guildId) {
        Guild guild = guilds.get(guildId);
        return guild == null ? Set.of() : Set.copyOf(guild.channels.keySet());
    }

    /** A channel and its threads. */
    synchronized Set<String> family(String channelId) {
        Set<String> family = new HashSet<>(Set.of(channelId));
        Guild guild = guilds.get(guildOfChannel.getOrDefault(channelId, ""));
        if (guild != null) {
            guild.channels.forEach((id, place) -> {
                if (channelId.equals(place.parentId)) {
                    family.add(id);
                }
            });
        }
        return family;
    }

    /** The channels that have threads and may be read. */
    synchronized List<String> readableParents() {
        return guilds.values().stream()
                .flatMap(guild -> guild.channels.entrySet().stream())
                .filter(channel -> WITH_THREADS.contains(channel.getValue().type))
                .map(Map.Entry::getKey)
                .filter(channel -> of(channel) == Reading.ALLOWED)
                .toList();
    }

    synchronized boolean isListed(String channelId) {
        return guildOfChannel.containsKey(channelId);
    }

    synchronized Reading of(String channelId) {
        String guildId = guildOfChannel.get(channelId);
        Guild guild = guildId == null ? null : guilds.get(guildId);
        Place place = guild == null ? null : guild.channels.get(channelId);
        if (guildId == null || guild == null || place == null) {
            return Reading.UNKNOWN;
        }
        Place deciding = place.parentId == null ? place : guild.channels.get(place.parentId);
        if (place.hidden || (deciding != null && deciding.hidden)) {
            return Reading.HIDDEN;
        } else if (guild.ownerId.equals(selfId)) {
            return Reading.ALLOWED;
        }
        Set<String> ownRoles = guild.ownRoles;
        if (deciding == null || deciding.overwrites == null || ownRoles == null || !guild.roles.containsKey(guildId)) {
            return Reading.UNKNOWN;
        }
        long base = guild.roles.entrySet().stream()
                .filter(role -> role.getKey().equals(guildId) || ownRoles.contains(role.getKey()))
                .mapToLong(Map.Entry::getValue)
                .reduce(0, (left, right) -> left | right);
        long permissions = PermissionRules.of(guildId, selfId, ownRoles, base, deciding.overwrites);
        return ChannelPermission.VIEW_CHANNELS.isIn(permissions)
                        && ChannelPermission.READ_MESSAGE_HISTORY.isIn(permissions)
                ? Reading.ALLOWED
                : Reading.HIDDEN;
    }

    /** How many channels are hidden: for operators. */
    synchronized long hidden() {
        return guildOfChannel.keySet().stream()
                .filter(channel -> of(channel) == Reading.HIDDEN)
                .count();
    }
}
