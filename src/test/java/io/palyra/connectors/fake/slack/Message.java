package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A message as it stands in its channel. */
public record Message(String channelId, String ts, ObjectNode stored) {

    /** A copy. */
    public ObjectNode json() {
        return stored.deepCopy();
    }

    public String text() {
        return stored.path("text").asText();
    }

    public Optional<String> threadTs() {
        return Optional.ofNullable(stored.get("thread_ts")).map(JsonNode::asText);
    }

    /** Below another message; also if that one is not there. */
    public boolean isReply() {
        return threadTs().filter(thread -> !thread.equals(ts)).isPresent();
    }

    boolean isBroadcast() {
        return subtype().equals("thread_broadcast");
    }

    public String subtype() {
        return stored.path("subtype").asText();
    }

    public String userId() {
        return stored.path("user").asText();
    }

    Message with(ObjectNode nowStored) {
        return new Message(channelId, ts, nowStored);
    }
}
