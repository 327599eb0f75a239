package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A message as it stands in its chat. */
public record Message(long chatId, long id, ObjectNode stored) {

    /** A copy. */
    public ObjectNode json() {
        return stored.deepCopy();
    }

    /** Or the caption; empty without. */
    public String text() {
        return stored.path(hasText() ? "text" : "caption").asText();
    }

    boolean hasText() {
        return stored.has("text");
    }

    boolean hasCaption() {
        return stored.has("photo") || stored.has("document") || stored.has("video") || stored.has("audio");
    }

    /** In seconds. */
    long date() {
        return stored.path("date").asLong();
    }

    /** 0 of a channel post. */
    long senderId() {
        return stored.path("from").path("id").asLong();
    }

    /** Of a topic, or of the message that a chain of replies began with. */
    Optional<Long> threadId() {
        return Optional.ofNullable(stored.get("message_thread_id")).map(JsonNode::asLong);
    }

    /** As a reply shows it: without what it replies to. */
    ObjectNode shown() {
        ObjectNode shown = json();
        shown.remove("reply_to_message");
        return shown;
    }

    Message with(ObjectNode nowStored) {
        return new Message(chatId, id, nowStored);
    }
}
