package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Recording;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Buttons that somebody has pressed. Thread safe. */
final class Callbacks {

    private static final Duration KEPT = Duration.ofSeconds(150);
    private static final int TEXT_CHARS_MAX = 200;

    private final UpdateQueue updates;
    private final History history;
    private final Clock clock;
    private final AtomicLong number = new AtomicLong(4_300_000_000_000_000_000L);
    private final Map<String, Instant> open = new ConcurrentHashMap<>();
    private final Recording<String> answered = new Recording<>();

    Callbacks(UpdateQueue updates, History history, Clock clock) {
        this.updates = updates;
        this.history = history;
        this.clock = clock;
    }

    /** The id of the query. */
    String press(Chat chat, Message message, Person by, String data) {
        String id = String.valueOf(number.incrementAndGet());
        ObjectNode query = Json.object().put("id", id).put("chat_instance", "-77" + chat.id());
        query.put("data", data).set("from", by.json());
        query.set("message", history.find(chat, message.id()).map(Message::json).orElseGet(() -> {
            ObjectNode gone = Json.object().put("message_id", message.id()).put("date", 0);
            gone.set("chat", chat.json());
            return gone;
        }));
        open.put(id, clock.instant());
        updates.push("callback_query", query, KEPT);
        return id;
    }

    JsonNode answer(Call call) throws TelegramError {
        String id = call.text("callback_query_id");
        Instant pressed = open.get(id);
        if (pressed == null || pressed.plus(KEPT).isBefore(clock.instant())) {
            throw TelegramError.badRequest("query is too old and response timeout expired or query ID is invalid");
        }
        if (call.text("text").length() > TEXT_CHARS_MAX) {
            throw TelegramError.badRequest("MESSAGE_TOO_LONG");
        }
        answered.add(id);
        return Json.object().booleanNode(true);
    }

    List<String> answered() {
        return answered.soFar();
    }
}
