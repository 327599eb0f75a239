package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.conversations.ConversationsHistoryRequest;
import com.slack.api.methods.request.conversations.ConversationsRepliesRequest;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import java.util.ArrayList;
import java.util.List;
import okhttp3.FormBody;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of a channel, or of a thread, page by page. What was said in a thread is in no channel's history. Thread safe;
 * blocks.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/conversations.history">Slack: conversations.history</a>
 */
record History(WebApi api) {

    /** Slack recommends no more at once. */
    static final int PAGE_MAX = 200;

    /**
     * What is asked for.
     *
     * @param threadTs null: what was said in the channel itself
     * @param oldest later messages than this; null: from the first one on
     * @param latest earlier messages than this; null: up to now
     * @param inclusive whether messages of both these moments are meant, too
     * @param limit of a page
     */
    record Range(
            String channelId,
            @Nullable String threadTs,
            @Nullable String oldest,
            @Nullable String latest,
            boolean inclusive,
            int limit) {}

    /**
     * A page.
     *
     * @param messages the newest first in a channel; in a thread its first message, and then the oldest first
     * @param next of the page behind it; empty where there is none
     */
    record Page(List<JsonNode> messages, String next) {}

    /**
     * Asks for a page with all that is in its messages.
     *
     * @param cursor as a page before has it; empty for the first one
     * @throws RequestException also where something in the answer is no message
     */
    Page page(Range range, String cursor) throws RequestException {
        JsonNode answer = range.threadTs() == null
                ? api.call("conversations.history", channel(range, cursor)).json()
                : api.call("conversations.replies", thread(range, cursor)).json();
        List<JsonNode> messages = new ArrayList<>();
        answer.path("messages").forEach(messages::add);
        if (!answer.path("messages").isArray()
                || !messages.stream().allMatch(message -> Ts.isOne(message.path("ts").asText()))) {
            throw new RequestException(new RequestFailure.Foreign("something in the history is no message"));
        }
        return new Page(
                messages, answer.path("response_metadata").path("next_cursor").asText());
    }

    private static FormBody.Builder channel(Range range, String cursor) {
        return RequestFormBuilder.toForm(ConversationsHistoryRequest.builder()
                .channel(range.channelId())
                .oldest(range.oldest())
                .latest(range.latest())
                .inclusive(range.inclusive())
                .limit(range.limit())
                .cursor(cursor.isEmpty() ? null : cursor)
                .includeAllMetadata(true)
                .build());
    }

    private static FormBody.Builder thread(Range range, String cursor) {
        return RequestFormBuilder.toForm(ConversationsRepliesRequest.builder()
                .channel(range.channelId())
                .ts(range.threadTs())
                .oldest(range.oldest())
                .latest(range.latest())
                .inclusive(range.inclusive())
                .limit(range.limit())
                .cursor(cursor.isEmpty() ? null : cursor)
                .includeAllMetadata(true)
                .build());
    }
}
