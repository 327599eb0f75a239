package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in the channels. Thread safe. */
final class History {

    private static final class Shelf {
        private final NavigableMap<Long, Message> messages = new ConcurrentSkipListMap<>();
        private final Map<String, NavigableMap<Long, Message>> threads = new ConcurrentHashMap<>();
    }

    private final Map<String, Shelf> channels = new ConcurrentHashMap<>();

    void put(Message message) {
        long at = number(message.ts());
        Shelf shelf = shelf(message.channelId());
        shelf.messages.put(at, message);
        if (message.isReply()) {
            thread(shelf, message.threadTs().orElseThrow()).put(at, message);
        }
    }

    Optional<Message> find(String channelId, String ts) {
        return Optional.ofNullable(shelf(channelId).messages.get(number(ts)));
    }

    void remove(Message message) {
        Shelf shelf = shelf(message.channelId());
        shelf.messages.remove(number(message.ts()));
        message.threadTs().ifPresent(thread -> thread(shelf, thread).remove(number(message.ts())));
    }

    List<Message> oldestFirst(String channelId) {
        return List.copyOf(shelf(channelId).messages.values());
    }

    /** Replies stand in their thread alone, unless they were sent to the channel as well. Newest first. */
    Stream<Message> topLevel(String channelId) {
        return shelf(channelId).messages.descendingMap().values().stream()
                .filter(message -> !message.isReply() || message.isBroadcast());
    }

    /** Oldest first, without the parent. */
    List<Message> replies(String channelId, String threadTs) {
        return List.copyOf(thread(shelf(channelId), threadTs).values());
    }

    /** The message as Slack shows it: who has started a thread says how long it is. */
    ObjectNode view(Message message, boolean allMetadata) {
        ObjectNode json = message.json();
        if (!allMetadata && json.path("metadata").isObject()) {
            ((ObjectNode) json.get("metadata")).remove("event_payload");
        }
        List<Message> replies = replies(message.channelId(), message.ts());
        if (!replies.isEmpty()) {
            Set<String> users =
                    replies.stream().map(Message::userId).collect(Collectors.toCollection(LinkedHashSet::new));
            json.put("thread_ts", message.ts())
                    .put("reply_count", replies.size())
                    .put("reply_users_count", users.size())
                    .put("latest_reply", replies.get(replies.size() - 1).ts())
                    .put("is_locked", false)
                    .put("subscribed", false)
                    .set("reply_users", Json.strings(users));
        }
        return json;
    }

    /** Of a {@code ts} that need not be one. */
    static long number(String ts) {
        try {
            return Timestamps.micros(ts, "");
        } catch (SlackError e) {
            return -1;
        }
    }

    private Shelf shelf(String channelId) {
        return channels.computeIfAbsent(channelId, id -> new Shelf());
    }

    private static NavigableMap<Long, Message> thread(Shelf shelf, String threadTs) {
        return shelf.threads.computeIfAbsent(threadTs, ts -> new ConcurrentSkipListMap<>());
    }
}
