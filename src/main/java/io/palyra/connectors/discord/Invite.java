package io.palyra.connectors.discord;

import java.util.Arrays;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.Permission;

/**
 * The link that brings a bot into a guild, with the permissions that the connector uses.
 *
 * @see <a href="https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow">Discord: Bot Authorization Flow</a>
 */
final class Invite {

    /** What stands in the link while nobody knows the id. */
    static final String APPLICATION_ID = "APPLICATION_ID";

    /** With the names that Discord shows: JDA has some others. */
    private enum Right {
        VIEW_CHANNELS(Permission.VIEW_CHANNEL, "View Channels"),
        SEND_MESSAGES(Permission.MESSAGE_SEND, "Send Messages"),
        SEND_IN_THREADS(Permission.MESSAGE_SEND_IN_THREADS, "Send Messages in Threads"),
        READ_HISTORY(Permission.MESSAGE_HISTORY, "Read Message History"),
        EMBED_LINKS(Permission.MESSAGE_EMBED_LINKS, "Embed Links"),
        ATTACH_FILES(Permission.MESSAGE_ATTACH_FILES, "Attach Files"),
        ADD_REACTIONS(Permission.MESSAGE_ADD_REACTION, "Add Reactions");

        private final Permission permission;
        private final String title;

        Right(Permission permission, String title) {
            this.permission = permission;
            this.title = title;
        }
    }

    private Invite() {}

    static String link(String applicationId) {
        return "https://discord.com/oauth2/authorize?client_id=" + applicationId + "&scope=bot&permissions="
                + Permission.getRaw(Arrays.stream(Right.values())
                        .map(right -> right.permission)
                        .toList());
    }

    /** Their names, as Discord shows them. */
    static String permissions() {
        return Arrays.stream(Right.values()).map(right -> right.title).collect(Collectors.joining(", "));
    }
}
