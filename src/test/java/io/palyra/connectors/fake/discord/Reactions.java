package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;

/** The reactions under a message: an emoji, how many, and whether the bot is one of them. */
final class Reactions {

    private Reactions() {}

    /** @param emoji a character, or {@code name:id} for one of a guild's own */
    static ObjectNode emoji(String emoji) {
        String[] parts = emoji.split(":", 2);
        return parts.length > 1
                ? Json.object().put("id", parts[1]).put("name", parts[0])
                : Json.object().putNull("id").put("name", emoji);
    }

    static ObjectNode set(ObjectNode message, String emoji, boolean mine, boolean on) {
        ArrayNode before = message.withArray("reactions");
        ArrayNode after = Json.array();
        ObjectNode changed = Json.object().put("count", 0).put("me", false);
        changed.set("emoji", emoji(emoji));
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).path("emoji").equals(changed.get("emoji"))) {
                changed = (ObjectNode) before.get(i);
            } else {
                after.add(before.get(i));
            }
        }
        boolean already = mine && changed.path("me").asBoolean() == on;
        int count = changed.path("count").asInt() + (already ? 0 : on ? 1 : -1);
        if (count > 0) {
            changed.put("count", count).put("me", mine ? on : changed.path("me").asBoolean());
            after.add(changed);
        }
        message.set("reactions", after);
        return message;
    }
}
