package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.List;
import java.util.Optional;

/**
 * What one call has really made: a message, or an album of them.
 *
 * @param method in lower case
 * @param ids of the messages
 * @param text or the caption; empty without
 * @param entities as they were taken
 * @param pinged the names that Telegram has found in the text, each with its {@code @}
 * @param files the names of the files, or the {@code file_id} of one that was there
 * @param request the arguments, as they came
 */
public record Posted(
        String method,
        long chatId,
        List<Long> ids,
        String text,
        List<ObjectNode> entities,
        List<String> pinged,
        Optional<Long> replyTo,
        Optional<Long> topic,
        List<String> files,
        JsonNode request) {

    public Posted {
        ids = List.copyOf(ids);
        entities = List.copyOf(entities);
        pinged = List.copyOf(pinged);
        files = List.copyOf(files);
    }

    /** The first, which has the text of an album. */
    public long id() {
        return ids.get(0);
    }

    /** As the ledger's file has it. */
    JsonNode line() {
        ObjectNode line = Json.object().put("chat", String.valueOf(chatId)).put("id", String.valueOf(id()));
        line.put("text", text)
                .put("reply_to", replyTo.map(String::valueOf).orElse(""))
                .put("topic", topic.map(String::valueOf).orElse(""));
        line.set("files", Json.strings(files));
        line.set("entities", Json.array(entities));
        return line;
    }
}
