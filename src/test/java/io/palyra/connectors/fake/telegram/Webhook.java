package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * Where updates go in place of polls; nothing is ever sent there.
 *
 * @param url empty without
 * @param error what went wrong when it was last called; null if nothing
 */
record Webhook(String url, @Nullable String error) {

    static final Webhook NONE = new Webhook("", null);

    boolean isActive() {
        return !url.isEmpty();
    }

    JsonNode info(UpdateQueue queue) {
        ObjectNode info = Json.object()
                .put("url", url)
                .put("has_custom_certificate", false)
                .put("pending_update_count", queue.pending());
        if (error != null) {
            info.put("last_error_date", 1_700_000_000).put("last_error_message", error);
        }
        if (isActive()) {
            info.put("max_connections", 40);
        }
        if (!queue.allowed().isEmpty()) {
            info.set("allowed_updates", Json.strings(queue.allowed()));
        }
        return info;
    }
}
