package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.InboundFacts;

/** Whether a message speaks to the bot, by what Telegram itself takes for a mention. */
record Speech(Self self) {

    InboundFacts facts(TelegramMessage message) {
        JsonNode json = message.json();
        return new InboundFacts(
                mentions(text(json, "text"), list(json, "entities"))
                        || mentions(text(json, "caption"), list(json, "caption_entities")),
                self.is(message.answered().path("from")));
    }

    private boolean mentions(String text, JsonNode entities) {
        for (JsonNode entity : entities) {
            boolean mentions =
                    switch (text(entity, "type")) {
                        case "mention" -> spelt(text, entity).equalsIgnoreCase("@" + self.userName());
                        case "text_mention" -> self.is(entity.path("user"));
                        // One without a name is for every bot that hears it
                        case "bot_command" ->
                            isOurs(spelt(text, entity), entity.path("offset").asInt());
                        default -> false;
                    };
            if (mentions) {
                return true;
            }
        }
        return false;
    }

    private boolean isOurs(String command, int offset) {
        int name = command.indexOf('@');
        return name < 0 ? offset == 0 : command.substring(name + 1).equalsIgnoreCase(self.userName());
    }

    /** Empty where the entity lies outside of the text. */
    private static String spelt(String text, JsonNode entity) {
        int start = entity.path("offset").asInt(-1);
        int length = entity.path("length").asInt(-1);
        return start < 0 || length < 0 || start > text.length() - length ? "" : text.substring(start, start + length);
    }
}
