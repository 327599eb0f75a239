package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.message.JsonFields;
import java.util.Set;

/**
 * A message as Slack gives it, live or from history.
 *
 * @param channelId history does not say it of each
 * @param ack told when the inbox has it, or it is left out for good
 */
record SlackMessage(String channelId, JsonNode json, Runnable ack) {

    /** What people and other bots write. Any other is Slack's own notice of something. */
    private static final Set<String> WRITTEN =
            Set.of("", "file_share", "thread_broadcast", "me_message", "bot_message");

    static SlackMessage ofHistory(String channelId, JsonNode json) {
        return new SlackMessage(channelId, json, () -> {});
    }

    String ts() {
        return JsonFields.text(json, "ts");
    }

    /** The first message of the thread that it is in; its own where it began one, empty where there is none. */
    String threadTs() {
        String thread = JsonFields.text(json, "thread_ts");
        return Ts.isOne(thread) ? thread : "";
    }

    boolean isReply() {
        String thread = threadTs();
        return !thread.isEmpty() && !thread.equals(ts());
    }

    /** Somebody joined, a message was changed, a call began. */
    boolean isNotice() {
        return isNotice(json);
    }

    static boolean isNotice(JsonNode json) {
        return json.path("hidden").asBoolean() || !WRITTEN.contains(JsonFields.text(json, "subtype"));
    }

    /** Says that somebody has joined the channel. */
    boolean isJoinOf(String userId) {
        String subtype = JsonFields.text(json, "subtype");
        return (subtype.equals("channel_join") || subtype.equals("group_join"))
                && userId.equals(JsonFields.text(json, "user"));
    }
}
