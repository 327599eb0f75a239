package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;

/**
 * Where updates go in place of polls; nothing is ever sent there.
 *
 * @param url empty without
 */
record Webhook(String url) {

    static final Webhook NONE = new Webhook("");

    boolean isActive() {
        return !url.isEmpty();
    }

    JsonNode info(UpdateQueue queue) {
        ObjectNode info = Json.object()
                .put("url", url)
                .put("has_custom_certificate", false)
                .put("pending_update_count", queue.pending());
        if (isActive()) {
            info.put("max_connections", 40);
        }
        if (!queue.allowed().isEmpty()) {
            info.set("allowed_updates", Json.strings(queue.allowed()));
        }
        return info;
    }
}
