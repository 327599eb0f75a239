package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** How the gateway shows channels that the bot cannot see. Thread safe. */
public final class Obfuscation {

    private static final int OBFUSCATED = 1 << 17;

    /** What is shown of them. */
    public enum Kind {
        /** Everything, as before November 2026. */
        NONE,
        /** No content, and a flag that says so. */
        FLAGGED,
        /** No content, and nothing that tells it from a channel that may be read. */
        SILENT
    }

    private final Directory directory;
    private final Permissions permissions;
    private volatile Kind kind = Kind.NONE;
    private volatile Set<String> which = Set.of();

    Obfuscation(Directory directory) {
        this.directory = directory;
        permissions = new Permissions(directory);
    }

    /** @param channelIds those that are concerned; none: all that the bot cannot see */
    void is(Kind now, Set<String> channelIds) {
        which = channelIds;
        kind = now;
    }

    /** Takes from a guild what is not to be seen. */
    void apply(ObjectNode guild) {
        if (kind != Kind.NONE) {
            guild.path("channels").forEach(this::hide);
        }
    }

    private void hide(JsonNode channel) {
        boolean visible = directory
                .channel(channel.path("id").asText())
                .filter(it -> permissions.botMay(it, Permissions.VIEW_CHANNEL))
                .isPresent();
        if (!visible && (which.isEmpty() || which.contains(channel.path("id").asText()))) {
            ((ObjectNode) channel)
                    .put("name", "hidden")
                    .putNull("last_message_id")
                    .put("flags", kind == Kind.FLAGGED ? OBFUSCATED : 0)
                    .putArray("permission_overwrites");
        }
    }
}
