package io.palyra.connectors.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import net.dv8tion.jda.api.utils.data.DataObject;

/** A message as a tree that is read leniently: what is absent, or of another type than Discord says, is as good as not there. */
final class MessageTree {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MessageTree() {}

    static JsonNode of(DataObject message) {
        return MAPPER.valueToTree(message.toMap());
    }

    /** Empty where there is none. */
    static String text(JsonNode of, String field) {
        return of.path(field).asText("");
    }

    /** Its elements; none where it is no list. */
    static JsonNode list(JsonNode of, String field) {
        JsonNode list = of.path(field);
        return list.isArray() ? list : MissingNode.getInstance();
    }

    static boolean isBot(JsonNode message) {
        JsonNode author = message.path("author");
        return author.path("bot").asBoolean()
                || author.path("system").asBoolean()
                || !text(message, "webhook_id").isEmpty();
    }
}
