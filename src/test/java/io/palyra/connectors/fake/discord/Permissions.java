package io.palyra.connectors.fake.discord;

import java.util.List;
import java.util.Optional;

/** What a member may do in a channel, computed as Discord's documentation says. */
final class Permissions {

    static final long ADD_REACTIONS = 1L << 6;
    static final long ADMINISTRATOR = 1L << 3;
    static final long VIEW_CHANNEL = 1L << 10;
    static final long SEND_MESSAGES = 1L << 11;
    static final long MANAGE_MESSAGES = 1L << 13;
    static final long EMBED_LINKS = 1L << 14;
    static final long ATTACH_FILES = 1L << 15;
    static final long READ_MESSAGE_HISTORY = 1L << 16;
    static final long SEND_MESSAGES_IN_THREADS = 1L << 38;

    /** What the bot is invited with, and reactions, which everybody may add. */
    static final long INVITED = VIEW_CHANNEL
            | SEND_MESSAGES
            | READ_MESSAGE_HISTORY
            | EMBED_LINKS
            | ATTACH_FILES
            | SEND_MESSAGES_IN_THREADS
            | ADD_REACTIONS;

    private static final long ALL = -1L;

    private final Directory directory;

    Permissions(Directory directory) {
        this.directory = directory;
    }

    boolean botMay(Channel channel, long permission) {
        return (ofBot(channel) & permission) == permission;
    }

    private long ofBot(Channel channel) {
        Optional<Guild> guild = channel.guild().flatMap(directory::guild);
        if (guild.isEmpty()) {
            // A direct conversation
            return ALL;
        }
        return guild.get()
                .member(directory.bot().id())
                .map(member -> of(guild.get(), member, place(channel)))
                .orElse(0L);
    }

    /** A thread has the overwrites of its parent. */
    private Channel place(Channel channel) {
        return channel.isThread()
                ? Optional.ofNullable(channel.parentId())
                        .flatMap(directory::channel)
                        .orElse(channel)
                : channel;
    }

    private static long of(Guild guild, Member member, Channel channel) {
        List<String> roleIds = member.roleIds();
        long base = guild.roles().stream()
                .filter(role -> role.id().equals(guild.id()) || roleIds.contains(role.id()))
                .mapToLong(Role::permissions)
                .reduce(0, (left, right) -> left | right);
        if ((base & ADMINISTRATOR) != 0 || guild.isOwner(member.user().id())) {
            return ALL;
        }
        long everyone = apply(base, channel, List.of(guild.id()));
        long roles = apply(everyone, channel, roleIds);
        return apply(roles, channel, List.of(member.user().id()));
    }

    private static long apply(long permissions, Channel channel, List<String> ids) {
        long allow = 0;
        long deny = 0;
        for (Overwrite overwrite : channel.overwrites()) {
            if (ids.contains(overwrite.id())) {
                allow |= overwrite.allow();
                deny |= overwrite.deny();
            }
        }
        return (permissions & ~deny) | allow;
    }
}
