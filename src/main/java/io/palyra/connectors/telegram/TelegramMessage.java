package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message as an update has it.
 *
 * @see <a href="https://core.telegram.org/bots/api#message">Telegram: Message</a>
 */
record TelegramMessage(JsonNode json) {

    /** The topic that every group with topics has is addressed without a number; this one is refused. */
    private static final long GENERAL = 1;

    /** Whether it has what every message has. */
    boolean isComplete() {
        return isNumber(json.path("chat").path("id")) && isNumber(json.path("message_id"));
    }

    static boolean isNumber(JsonNode id) {
        return id.isIntegralNumber() && id.canConvertToLong();
    }

    long chatId() {
        return json.path("chat").path("id").longValue();
    }

    long messageId() {
        return json.path("message_id").longValue();
    }

    boolean isDirect() {
        return json.path("chat").path("type").asText().equals("private");
    }

    /** Only with that word a thread is a topic: else it is a chain of replies, which no message can be sent to. */
    boolean isInTopic() {
        return json.path("is_topic_message").asBoolean() && topicId() > GENERAL;
    }

    long topicId() {
        return json.path("message_thread_id").asLong();
    }

    /** The message that this one answers; missing where there is none. In a topic each names the one that began the topic. */
    JsonNode answered() {
        JsonNode answered = json.path("reply_to_message");
        return isInTopic() && answered.has("forum_topic_created") ? answered.path("none") : answered;
    }

    /** A post of a channel that its discussion group gets as well. */
    boolean isAutomaticForward() {
        return json.path("is_automatic_forward").asBoolean();
    }
}
