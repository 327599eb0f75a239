package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.InboundFacts;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who the bot is, and how messages speak of it. Thread safe. */
final class Self {

    private final String userId;
    private final String applicationId;
    private final Set<String> roleIds = ConcurrentHashMap.newKeySet();

    Self(String userId, String applicationId) {
        this.userId = userId;
        this.applicationId = applicationId;
    }

    /** A role of a guild; the one that Discord has made for the bot stands for it. */
    void role(String roleId, String botId) {
        if (userId.equals(botId)) {
            roleIds.add(roleId);
        }
    }

    /** A webhook that belongs to the bot's application, such as the answer to an interaction, is the bot's own. */
    boolean wrote(JsonNode message) {
        return userId.equals(text(message.path("author"), "id"))
                || (!text(message, "webhook_id").isEmpty() && applicationId.equals(text(message, "application_id")));
    }

    InboundFacts facts(JsonNode message) {
        return new InboundFacts(mentions(message), isAnswer(message));
    }

    /** Whether it mentions the bot or its role, in what Discord lists or in its text. */
    private boolean mentions(JsonNode message) {
        for (JsonNode mentioned : list(message, "mentions")) {
            if (userId.equals(text(mentioned, "id"))) {
                return true;
            }
        }
        for (JsonNode role : list(message, "mention_roles")) {
            if (roleIds.contains(role.asText())) {
                return true;
            }
        }
        return Mentions.in(text(message, "content"), userId, roleIds::contains);
    }

    /** Not known of an original that Discord does not show, as it is deleted. */
    private boolean isAnswer(JsonNode message) {
        JsonNode original = message.path("referenced_message");
        return InboundMapper.repliedTo(message) != null && original.isObject() && wrote(original);
    }
}
