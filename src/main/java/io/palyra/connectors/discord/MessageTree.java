package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.dv8tion.jda.api.utils.data.DataObject;

/** A message as a tree, which {@link io.palyra.connectors.platform.message.JsonFields} reads. */
final class MessageTree {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MessageTree() {}

    static JsonNode of(DataObject message) {
        return MAPPER.valueToTree(message.toMap());
    }

    static boolean isBot(JsonNode message) {
        JsonNode author = message.path("author");
        return author.path("bot").asBoolean()
                || author.path("system").asBoolean()
                || !text(message, "webhook_id").isEmpty();
    }
}
