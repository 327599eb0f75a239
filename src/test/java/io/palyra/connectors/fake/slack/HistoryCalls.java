package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Pages of what has been said. */
final class HistoryCalls {

    private static final int LIMIT_DEFAULT = 100;
    private static final int REPLIES_DEFAULT = 1_000;

    private final Access access;
    private final History history;
    private final Tiers tiers;

    HistoryCalls(Access access, History history, Tiers tiers) {
        this.access = access;
        this.history = history;
        this.tiers = tiers;
    }

    Map<String, Call.Handler> methods() {
        return Map.of("conversations.history", this::list, "conversations.replies", this::replies);
    }

    private ObjectNode list(Call call) throws SlackError {
        Channel channel = access.toRead(call);
        Predicate<Message> range = range(call);
        List<Message> all = history.topLevel(channel.id()).filter(range).toList();
        Page<Message> page = Page.of(all, call, "next_ts:", Message::ts, rows(call, LIMIT_DEFAULT));
        return answer(page, page.rows().stream(), call).put("pin_count", 0);
    }

    /** Each page begins with the parent, wherever the page is. */
    private ObjectNode replies(Call call) throws SlackError {
        Channel channel = access.toRead(call);
        String ts = call.required("ts");
        Message parent = history.find(channel.id(), ts).orElse(null);
        if (parent != null && parent.isReply()) {
            return answer(new Page<>(List.of(parent), ""), Stream.of(parent), call);
        }
        List<Message> all =
                history.replies(channel.id(), ts).stream().filter(range(call)).toList();
        if (parent == null && all.isEmpty()) {
            throw new SlackError("thread_not_found");
        }
        Page<Message> page = Page.of(all, call, "next_ts:", Message::ts, rows(call, REPLIES_DEFAULT));
        return answer(page, Stream.concat(Stream.ofNullable(parent), page.rows().stream()), call);
    }

    private int rows(Call call, int otherwise) throws SlackError {
        return Math.min(Page.limit(call, otherwise), tiers.pageRows());
    }

    private ObjectNode answer(Page<Message> page, Stream<Message> messages, Call call) {
        boolean allMetadata = call.flag("include_all_metadata", false);
        ObjectNode answer = Json.object();
        answer.set(
                "messages",
                Json.array(messages.map(message -> history.view(message, allMetadata))
                        .toList()));
        answer.put("has_more", page.hasMore());
        return page.hasMore() ? page.mark(answer) : answer;
    }

    private static Predicate<Message> range(Call call) throws SlackError {
        long oldest = call.has("oldest") ? Timestamps.micros(call.text("oldest"), "invalid_ts_oldest") : 0;
        long latest = call.has("latest") ? Timestamps.micros(call.text("latest"), "invalid_ts_latest") : Long.MAX_VALUE;
        boolean inclusive = call.flag("inclusive", false);
        return message -> {
            long at = History.number(message.ts());
            return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
        };
    }
}
