package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * Computes what the bot may do in a channel, from its roles and the channel's overwrites. Asks REST each time, as both change
 * without notice. Thread safe; blocks.
 */
final class PermissionCheck {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Rest rest;
    private final String selfId;

    PermissionCheck(Rest rest, String selfId) {
        this.rest = rest;
        this.selfId = selfId;
    }

    ChannelAccess of(String channelId) throws RequestException {
        DataObject channel;
        try {
            channel = rest.object(RestCall.of(Requests.CHANNEL, channelId));
        } catch (RequestException e) {
            if (e.isStatus(FORBIDDEN)) {
                return new ChannelAccess(ChannelAccess.Place.CHANNEL, 0);
            } else if (e.isStatus(NOT_FOUND)) {
                return new ChannelAccess(ChannelAccess.Place.NOWHERE, 0);
            }
            throw e;
        }
        if (!channel.getString("id", "").equals(channelId)) {
            throw new RequestException(new RequestFailure.Foreign("what was answered is not the channel " + channelId));
        }
        if (channel.isNull("guild_id")) {
            return ChannelAccess.DIRECT;
        }
        boolean thread = Channels.isThread(channel.getInt("type", 0));
        DataObject place = thread && !channel.isNull("parent_id")
                ? rest.object(RestCall.of(Requests.CHANNEL, channel.getString("parent_id")))
                : channel;
        return new ChannelAccess(
                thread ? ChannelAccess.Place.THREAD : ChannelAccess.Place.CHANNEL,
                permissions(channel.getString("guild_id"), place));
    }

    private long permissions(String guildId, DataObject channel) throws RequestException {
        DataObject guild = rest.object(RestCall.of(Requests.GUILD, guildId));
        if (guild.getString("owner_id", "").equals(selfId)) {
            return ChannelAccess.ALL;
        }
        DataObject member = rest.object(RestCall.of(Requests.MEMBER, guildId, selfId));
        Set<String> roles = Elements.ids(member, "roles");
        AtomicLong base = new AtomicLong();
        Elements.each(guild, "roles", role -> {
            if (role.getString("id").equals(guildId) || roles.contains(role.getString("id"))) {
                base.accumulateAndGet(GuildRights.permissions(role), (left, right) -> left | right);
            }
        });
        return PermissionRules.of(guildId, selfId, roles, base.get(), PermissionRules.overwrites(channel));
    }

    /** The permissions that a feature needs. */
    static Set<ChannelPermission> needed(MessageFeature feature, boolean thread) {
        ChannelPermission send = thread ? ChannelPermission.SEND_MESSAGES_IN_THREADS : ChannelPermission.SEND_MESSAGES;
        return switch (feature) {
            case SEND, THREAD, REPLY, EDIT ->
                EnumSet.of(ChannelPermission.VIEW_CHANNELS, send, ChannelPermission.READ_MESSAGE_HISTORY);
            case READ, SEARCH -> EnumSet.of(ChannelPermission.VIEW_CHANNELS, ChannelPermission.READ_MESSAGE_HISTORY);
            case DELETE ->
                EnumSet.of(
                        ChannelPermission.VIEW_CHANNELS,
                        ChannelPermission.READ_MESSAGE_HISTORY,
                        ChannelPermission.MANAGE_MESSAGES);
            case REACT_ADD, REACT_REMOVE ->
                EnumSet.of(
                        ChannelPermission.VIEW_CHANNELS,
                        ChannelPermission.READ_MESSAGE_HISTORY,
                        ChannelPermission.ADD_REACTIONS);
        };
    }
}
