package io.palyra.connectors.discord;

/**
 * The permissions that the connector needs, by the names that Discord shows.
 *
 * @see <a href="https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags">Discord:
 *     Permission Flags</a>
 */
enum ChannelPermission {
    VIEW_CHANNELS("View Channels", 10),
    SEND_MESSAGES("Send Messages", 11),
    SEND_MESSAGES_IN_THREADS("Send Messages in Threads", 38),
    READ_MESSAGE_HISTORY("Read Message History", 16),
    MANAGE_MESSAGES("Manage Messages", 13),
    ADD_REACTIONS("Add Reactions", 6);

    /** Has all of them, in every channel. */
    static final long ADMINISTRATOR = 1L << 3;

    private final String title;
    private final long bit;

    ChannelPermission(String title, int bit) {
        this.title = title;
        this.bit = 1L << bit;
    }

    /** In Discord's words. */
    String title() {
        return title;
    }

    boolean isIn(long permissions) {
        return (permissions & bit) != 0;
    }

    /** All of these but this one. */
    long without(long permissions) {
        return permissions & ~bit;
    }
}
