package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A channel, a private one, or a direct conversation, as Slack describes it.
 *
 * @param isMember whether the bot is in it; a direct conversation always has it
 * @param userId of a direct conversation with one person: who that is
 */
record Conversation(
        String id,
        Kind kind,
        boolean isMember,
        boolean isArchived,
        @Nullable String userId) {

    /** What Slack has a scope of its own for. */
    enum Kind {
        CHANNEL(Scope.CHANNELS_HISTORY, Scope.CHANNELS_READ),
        PRIVATE(Scope.GROUPS_HISTORY, Scope.GROUPS_READ),
        DIRECT(Scope.IM_HISTORY, Scope.IM_READ),
        GROUP_DIRECT(Scope.MPIM_HISTORY, Scope.MPIM_READ);

        private final Scope history;
        private final Scope read;

        Kind(Scope history, Scope read) {
            this.history = history;
            this.read = read;
        }

        /** What reading its messages needs. */
        Scope history() {
            return history;
        }

        /** What reading about it needs. */
        Scope read() {
            return read;
        }
    }

    static Conversation of(JsonNode json) {
        boolean isDirect = json.path("is_im").asBoolean();
        boolean isGroupDirect = json.path("is_mpim").asBoolean();
        Kind kind = isDirect
                ? Kind.DIRECT
                : isGroupDirect
                        ? Kind.GROUP_DIRECT
                        : json.path("is_private").asBoolean()
                                        || json.path("is_group").asBoolean()
                                ? Kind.PRIVATE
                                : Kind.CHANNEL;
        return new Conversation(
                json.path("id").asText(),
                kind,
                isDirect || json.path("is_member").asBoolean(isGroupDirect),
                json.path("is_archived").asBoolean(),
                isDirect && json.hasNonNull("user") ? json.path("user").asText() : null);
    }

    /** What an event says of its channel by {@code channel_type}. */
    static @Nullable Kind kind(String channelType) {
        return switch (channelType) {
            case "channel" -> Kind.CHANNEL;
            case "group" -> Kind.PRIVATE;
            case "im" -> Kind.DIRECT;
            case "mpim" -> Kind.GROUP_DIRECT;
            default -> null;
        };
    }

    /** With one person. */
    boolean isDirect() {
        return kind == Kind.DIRECT;
    }
}
