package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The field {@code reactions} of a message. */
final class Reactions {

    private Reactions() {}

    /** @return false if it was so already */
    static boolean set(ObjectNode message, String userId, String name, boolean on) {
        Map<String, Set<String>> byName = new LinkedHashMap<>();
        for (JsonNode reaction : message.path("reactions")) {
            Set<String> users = new LinkedHashSet<>();
            reaction.path("users").forEach(user -> users.add(user.asText()));
            byName.put(reaction.path("name").asText(), users);
        }
        Set<String> users = byName.computeIfAbsent(name, key -> new LinkedHashSet<>());
        if (!(on ? users.add(userId) : users.remove(userId))) {
            return false;
        }
        message.remove("reactions");
        byName.values().removeIf(Set::isEmpty);
        if (!byName.isEmpty()) {
            ArrayNode reactions = message.putArray("reactions");
            byName.forEach((reaction, by) -> reactions
                    .addObject()
                    .put("name", reaction)
                    .put("count", by.size())
                    .set("users", Json.strings(by)));
        }
        return true;
    }
}
