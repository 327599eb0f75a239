package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.isThere;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.message.InboundTexts;
import io.palyra.connectors.protocol.SenderId;

/**
 * Who has written a message: a person or a bot, or a chat in whose name somebody writes, such as an administrator who stays
 * anonymous. A post of a channel names nobody else.
 *
 * @param display may be blank
 */
record Author(SenderId id, String display, boolean isBot) {

    /** @throws IllegalArgumentException where nobody has written it */
    static Author of(TelegramMessage message) {
        JsonNode json = message.json();
        JsonNode from = json.path("from");
        if (isThere(json.path("sender_chat"))) {
            return chat(json, json.path("sender_chat"));
        } else if (TelegramMessage.isNumber(from.path("id"))) {
            String name = (text(from, "first_name") + " " + text(from, "last_name")).strip();
            return new Author(
                    new SenderId(Target.USER + from.path("id").longValue()),
                    InboundTexts.display(name, text(from, "username")),
                    from.path("is_bot").asBoolean());
        } else if (text(json.path("chat"), "type").equals("channel")) {
            return chat(json, json.path("chat"));
        }
        throw new IllegalArgumentException("it has no author");
    }

    private static Author chat(JsonNode message, JsonNode chat) {
        return new Author(
                new SenderId(Target.chat(chat.path("id").asLong())),
                InboundTexts.display(text(message, "author_signature"), text(chat, "title"), text(chat, "username")),
                false);
    }
}
