package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;

/** A message in a channel's history, as REST shows it. Immutable: an edit makes a new one. */
public record Message(String id, String channelId, User author, ObjectNode json) {

    public Message {
        json = json.deepCopy();
    }

    /** A copy: change it as you like. */
    @Override
    public ObjectNode json() {
        return json.deepCopy();
    }

    public String content() {
        return json.path("content").asText();
    }

    Message with(ObjectNode nowJson) {
        return new Message(id, channelId, author, nowJson);
    }

    /** What every message has; the caller fills in the rest. */
    static ObjectNode blank(String id, Channel channel, User author) {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("type", 0)
                .put("channel_id", channel.id())
                .put("content", "")
                .put("timestamp", Snowflakes.time(id).toString())
                .putNull("edited_timestamp")
                .put("tts", false)
                .put("mention_everyone", false)
                .put("pinned", false)
                .put("flags", 0);
        json.set("author", author.json());
        for (String empty : new String[] {"mentions", "mention_roles", "attachments", "embeds", "components"}) {
            json.putArray(empty);
        }
        return json;
    }
}
