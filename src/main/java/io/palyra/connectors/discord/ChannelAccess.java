package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.MessageFeature;
import java.util.List;

/**
 * What the bot may do in one channel.
 *
 * @param permissions Discord's bits
 */
record ChannelAccess(Place place, long permissions) {

    enum Place {
        CHANNEL,
        THREAD,
        DIRECT,
        /** Discord does not know it, or the bot is not in its guild. */
        NOWHERE
    }

    static final long ALL = -1L;

    /** Everything but what concerns the other one's messages. */
    static final ChannelAccess DIRECT = new ChannelAccess(Place.DIRECT, ChannelPermission.MANAGE_MESSAGES.without(ALL));

    /** The names of the permissions that the feature lacks here, in Discord's words and order. */
    List<String> missing(MessageFeature feature) {
        return PermissionCheck.needed(feature, place == Place.THREAD).stream()
                .filter(permission -> !has(permission))
                .map(ChannelPermission::title)
                .toList();
    }

    boolean has(ChannelPermission permission) {
        return permission.isIn(permissions);
    }
}
