package io.palyra.connectors.discord;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
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

    private static final Set<Permission> PERMISSIONS = EnumSet.of(
            Permission.VIEW_CHANNEL,
            Permission.MESSAGE_SEND,
            Permission.MESSAGE_SEND_IN_THREADS,
            Permission.MESSAGE_HISTORY,
            Permission.MESSAGE_EMBED_LINKS,
            Permission.MESSAGE_ATTACH_FILES,
            Permission.MESSAGE_ADD_REACTION);

    private Invite() {}

    static String link(String applicationId) {
        return "https://discord.com/oauth2/authorize?client_id=" + applicationId + "&scope=bot&permissions="
                + Permission.getRaw(PERMISSIONS);
    }

    /** Their names, as Discord shows them. */
    static String permissions() {
        return Arrays.stream(Permission.values())
                .filter(PERMISSIONS::contains)
                .map(Permission::getName)
                .collect(Collectors.joining(", "));
    }
}
