package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text channel, a thread below one, or a direct conversation.
 *
 * @param guildId null for a direct conversation
 * @param parentId the channel that a thread belongs to
 * @param recipient with whom a direct conversation is
 */
public record Channel(
        String id,
        int type,
        String name,
        @Nullable String guildId,
        @Nullable String parentId,
        @Nullable User recipient,
        List<Overwrite> overwrites) {

    static final int TEXT = 0;
    static final int DIRECT = 1;
    static final int PUBLIC_THREAD = 11;

    public Channel {
        overwrites = List.copyOf(overwrites);
    }

    static Channel text(String id, String guildId, String name) {
        return new Channel(id, TEXT, name, guildId, null, null, List.of());
    }

    static Channel direct(String id, User recipient) {
        return new Channel(id, DIRECT, "", null, null, recipient, List.of());
    }

    static Channel thread(String id, Channel parent, String name) {
        return new Channel(id, PUBLIC_THREAD, name, parent.guildId, parent.id, null, List.of());
    }

    Channel with(List<Overwrite> nowOverwrites) {
        return new Channel(id, type, name, guildId, parentId, recipient, nowOverwrites);
    }

    boolean isThread() {
        return type == PUBLIC_THREAD;
    }

    /** The guild it stands in; none for a direct conversation. */
    Optional<String> guild() {
        return Optional.ofNullable(guildId);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("type", type)
                .putNull("last_message_id")
                .put("flags", 0);
        if (recipient != null) {
            json.putArray("recipients").add(recipient.json());
            return json;
        }
        json.put("guild_id", guildId)
                .put("name", name)
                .put("parent_id", parentId)
                .put("rate_limit_per_user", 0);
        return isThread() ? threadJson(json) : textJson(json);
    }

    private ObjectNode textJson(ObjectNode json) {
        json.put("position", 0).put("nsfw", false).putNull("topic");
        json.set(
                "permission_overwrites",
                Json.array(overwrites.stream().map(Overwrite::json).toList()));
        return json;
    }

    private ObjectNode threadJson(ObjectNode json) {
        String created = Snowflakes.time(id).toString();
        json.put("owner_id", guildId)
                .put("message_count", 0)
                .put("total_message_sent", 0)
                .put("member_count", 1);
        json.putObject("thread_metadata")
                .put("archived", false)
                .put("locked", false)
                .put("auto_archive_duration", 1_440)
                .put("archive_timestamp", created)
                .put("create_timestamp", created);
        return json;
    }
}
