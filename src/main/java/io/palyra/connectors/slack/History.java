package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.conversations.ConversationsHistoryRequest;
import com.slack.api.methods.request.conversations.ConversationsRepliesRequest;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.FormBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages of what was said in channels and threads. Both bounds are always given, as Slack does not say in which direction it reads
 * with one. Thread safe; blocks.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/conversations.history">Slack: conversations.history</a>
 */
final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** What Slack recommends; it may give fewer. */
    static final int PAGE_MAX = 200;

    /** Of a cursor of our own making, where Slack has given none. */
    private static final String BEFORE = "before ";

    private static final String BEHIND = "behind ";

    private final WebApi api;

    History(WebApi api) {
        this.api = api;
    }

    /**
     * What is read.
     *
     * @param thread its first message; null for the channel itself
     * @param oldest exclusive, unless {@code inclusive}
     * @param latest the same
     * @param cursor of the page before; empty for the first
     * @param withMetadata whether what programs have added to their messages is wanted
     */
    record Range(
            String channelId,
            @Nullable String thread,
            String oldest,
            String latest,
            boolean inclusive,
            int limit,
            String cursor,
            boolean withMetadata) {

        static Range of(String channelId, String oldest, String latest) {
            return new Range(channelId, null, oldest, latest, false, PAGE_MAX, "", false);
        }

        Range in(@Nullable String nowThread) {
            return new Range(channelId, nowThread, oldest, latest, inclusive, limit, cursor, withMetadata);
        }

        Range including() {
            return new Range(channelId, thread, oldest, latest, true, limit, cursor, withMetadata);
        }

        Range limit(int nowLimit) {
            return new Range(channelId, thread, oldest, latest, inclusive, nowLimit, cursor, withMetadata);
        }

        Range metadata() {
            return new Range(channelId, thread, oldest, latest, inclusive, limit, cursor, true);
        }

        /** What follows a page, as {@link Page#cursor} has it. */
        Range from(String nowCursor) {
            if (nowCursor.startsWith(BEFORE)) {
                String until = nowCursor.substring(BEFORE.length());
                return new Range(channelId, thread, oldest, until, false, limit, "", withMetadata);
            } else if (nowCursor.startsWith(BEHIND)) {
                String from = nowCursor.substring(BEHIND.length());
                return new Range(channelId, thread, from, latest, false, limit, "", withMetadata);
            }
            return new Range(channelId, thread, oldest, latest, inclusive, limit, nowCursor, withMetadata);
        }
    }

    /** What is no message is left out. */
    Page page(Range range) throws RequestException {
        JsonNode answer = ask(range, PlatformExchange.DEFAULT_DEADLINE);
        List<JsonNode> messages = new ArrayList<>();
        for (JsonNode message : list(answer, "messages")) {
            if (isMessage(message)) {
                messages.add(message);
            } else {
                LOG.error("a history has something in it that is no message; it is left out");
            }
        }
        return new Page(messages, cursor(range, answer, messages));
    }

    /**
     * As {@link #page}, for those to whom a message that is not there means something: nothing is left out.
     *
     * @throws RequestException also where something in the answer is no message
     */
    Page whole(Range range) throws RequestException {
        return whole(range, PlatformExchange.DEFAULT_DEADLINE);
    }

    /** The same, with a deadline of one's own. */
    Page whole(Range range, Duration deadline) throws RequestException {
        JsonNode answer = ask(range, deadline);
        List<JsonNode> messages = new ArrayList<>();
        list(answer, "messages").forEach(messages::add);
        if (!messages.stream().allMatch(History::isMessage)) {
            throw new RequestException(new RequestFailure.Foreign("something in the history is no message"));
        }
        return new Page(messages, cursor(range, answer, messages));
    }

    private static boolean isMessage(JsonNode message) {
        return Ts.isOne(text(message, "ts"));
    }

    /** Where Slack says that there is more, and not where, it is what lies behind the last message: a channel's are the newest first. */
    private static String cursor(Range range, JsonNode answer, List<JsonNode> messages) throws RequestException {
        String next = text(answer.path("response_metadata"), "next_cursor");
        if (!answer.path("has_more").asBoolean(!next.isEmpty())) {
            return "";
        } else if (!next.isEmpty()) {
            return next;
        }
        Stream<String> all = messages.stream().map(message -> text(message, "ts"));
        return (range.thread() == null
                        ? all.min(Ts::compare).map(BEFORE::concat)
                        : all.max(Ts::compare).map(BEHIND::concat))
                .orElseThrow(() -> new RequestException(
                        new RequestFailure.Foreign("the history has more, and does not say where")));
    }

    private JsonNode ask(Range range, Duration deadline) throws RequestException {
        JsonNode answer = (range.thread() == null
                        ? api.call("conversations.history", channel(range), deadline)
                        : api.call("conversations.replies", thread(range, range.thread()), deadline))
                .json();
        if (!answer.path("messages").isArray()) {
            throw new RequestException(new RequestFailure.Foreign("the answer has no list of messages"));
        }
        return answer;
    }

    private static FormBody.Builder channel(Range range) {
        return RequestFormBuilder.toForm(ConversationsHistoryRequest.builder()
                .channel(range.channelId())
                .oldest(range.oldest())
                .latest(range.latest())
                .inclusive(range.inclusive())
                .limit(range.limit())
                .cursor(range.cursor().isEmpty() ? null : range.cursor())
                .includeAllMetadata(range.withMetadata())
                .build());
    }

    private static FormBody.Builder thread(Range range, String thread) {
        return RequestFormBuilder.toForm(ConversationsRepliesRequest.builder()
                .channel(range.channelId())
                .ts(thread)
                .oldest(range.oldest())
                .latest(range.latest())
                .inclusive(range.inclusive())
                .limit(range.limit())
                .cursor(range.cursor().isEmpty() ? null : range.cursor())
                .includeAllMetadata(range.withMetadata())
                .build());
    }
}
