package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The bot's reactions: one for a message at most, from the set that all may use. Thread safe. */
final class Reactions {

    /** Of the more than seventy, those that tests may want. */
    private static final Set<String> EMOJI = Set.of(
            "\ud83d\udc4d",
            "\ud83d\udc4e",
            "\u2764",
            "\ud83d\udd25",
            "\ud83e\udd70",
            "\ud83d\udc4f",
            "\ud83d\ude01",
            "\ud83e\udd14",
            "\ud83e\udd2f",
            "\ud83d\ude31",
            "\ud83d\ude22",
            "\ud83c\udf89",
            "\ud83e\udd29",
            "\ud83d\ude4f",
            "\ud83d\udc4c",
            "\ud83d\udc40",
            "\ud83d\udcaf",
            "\u26a1",
            "\ud83c\udfc6",
            "\ud83e\udd1d",
            "\u270d",
            "\ud83e\udee1",
            "\ud83d\ude0e",
            "\ud83d\udc68\u200d\ud83d\udcbb");

    private record Key(long chatId, long messageId) {}

    private final Access access;
    private final Map<Key, String> given = new ConcurrentHashMap<>();

    Reactions(Access access) {
        this.access = access;
    }

    JsonNode set(Call call) throws TelegramError {
        Chat chat = access.toWrite(call);
        Message message = access.message(call, chat, "message to react");
        JsonNode reactions = call.json("reaction");
        if (reactions.size() > 1) {
            throw TelegramError.badRequest("REACTIONS_TOO_MANY");
        }
        Key key = new Key(chat.id(), message.id());
        if (reactions.isEmpty()) {
            given.remove(key);
            return Json.object().booleanNode(true);
        }
        String emoji = reactions.path(0).path("emoji").asText();
        if (!reactions.path(0).path("type").asText().equals("emoji") || !EMOJI.contains(emoji)) {
            throw TelegramError.badRequest("REACTION_INVALID");
        }
        given.put(key, emoji);
        return Json.object().booleanNode(true);
    }

    Optional<String> of(Message message) {
        return Optional.ofNullable(given.get(new Key(message.chatId(), message.id())));
    }
}
