package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.MessageFeature;
import java.util.List;
import net.dv8tion.jda.api.Permission;

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
    static final ChannelAccess DIRECT =
            new ChannelAccess(Place.DIRECT, ALL & ~Permission.MESSAGE_MANAGE.getRawValue());

    /** The names of the permissions that the feature lacks here, in Discord's words and order. */
    List<String> missing(MessageFeature feature) {
        return PermissionCheck.needed(feature, place == Place.THREAD).stream()
                .filter(permission -> !has(permission))
                .map(Permission::getName)
                .toList();
    }

    boolean has(Permission permission) {
        return (permissions & permission.getRawValue()) != 0;
    }
}
