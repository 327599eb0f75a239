package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.List;
import java.util.Optional;

/**
 * A message that the fake accepted from the bot.
 *
 * @param key of the metadata; empty without
 * @param request the arguments, as they came
 */
public record Posted(
        String channelId,
        String ts,
        Optional<String> threadTs,
        String text,
        String key,
        List<String> files,
        JsonNode request) {

    public Posted {
        files = List.copyOf(files);
    }

    /** As the ledger's file has it. */
    JsonNode line() {
        ObjectNode line = Json.object()
                .put("channel", channelId)
                .put("ts", ts)
                .put("thread_ts", threadTs.orElse(""))
                .put("text", text)
                .put("key", key);
        line.set("files", Json.strings(files));
        return line;
    }
}
