package io.palyra.connectors.fake.discord;

/** Finds channels for the bot, and refuses what it may not do there. */
final class ChannelAccess {

    private final Directory directory;
    private final Permissions permissions;

    ChannelAccess(Directory directory) {
        this.directory = directory;
        permissions = new Permissions(directory);
    }

    Channel toView(String id) throws DiscordError {
        Channel channel = directory.channel(id).orElseThrow(DiscordError::unknownChannel);
        if (!permissions.botMay(channel, Permissions.VIEW_CHANNEL)) {
            throw DiscordError.missingAccess();
        }
        return channel;
    }

    Channel toSend(String id) throws DiscordError {
        Channel channel = toView(id);
        if (channel.recipient() != null && directory.refusesDirectMessages(channel.recipient())) {
            throw DiscordError.cannotMessageThisUser();
        }
        require(channel, channel.isThread() ? Permissions.SEND_MESSAGES_IN_THREADS : Permissions.SEND_MESSAGES);
        return channel;
    }

    void require(Channel channel, long permission) throws DiscordError {
        if (!permissions.botMay(channel, permission)) {
            throw DiscordError.missingPermissions();
        }
    }

    boolean allows(Channel channel, long permission) {
        return permissions.botMay(channel, permission);
    }
}
