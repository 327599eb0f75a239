package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A page of messages.
 *
 * @param messages in Slack's order: of a channel the newest first, of a thread the oldest
 * @param cursor of the next page; empty where there is none
 */
record Page(List<JsonNode> messages, String cursor) {

    Page {
        messages = List.copyOf(messages);
    }

    boolean hasMore() {
        return !cursor.isEmpty();
    }
}
