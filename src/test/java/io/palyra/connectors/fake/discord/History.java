package io.palyra.connectors.fake.discord;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What stands in the channels. Thread safe. */
final class History {

    private final Map<String, NavigableMap<Long, Message>> channels = new ConcurrentHashMap<>();

    void add(Message message) {
        channel(message.channelId()).put(Snowflakes.number(message.id()), message);
    }

    Optional<Message> find(String channelId, String id) {
        return Optional.ofNullable(channel(channelId).get(Snowflakes.number(id)));
    }

    Optional<Message> change(String channelId, String id, UnaryOperator<Message> change) {
        return Optional.ofNullable(
                channel(channelId).computeIfPresent(Snowflakes.number(id), (number, message) -> change.apply(message)));
    }

    Optional<Message> remove(String channelId, String id) {
        return Optional.ofNullable(channel(channelId).remove(Snowflakes.number(id)));
    }

    List<Message> oldestFirst(String channelId) {
        return List.copyOf(channel(channelId).values());
    }

    List<Message> newest(String channelId, int limit) {
        return first(channel(channelId).descendingMap(), limit);
    }

    List<Message> before(String channelId, String id, int limit) {
        return first(channel(channelId).headMap(Snowflakes.number(id), false).descendingMap(), limit);
    }

    /** The ones that follow at once, newest first: a reader pages upwards from its cursor without a gap. */
    List<Message> after(String channelId, String id, int limit) {
        return reversed(first(channel(channelId).tailMap(Snowflakes.number(id), false), limit));
    }

    List<Message> around(String channelId, String id, int limit) {
        int half = limit / 2;
        List<Message> newer = reversed(first(channel(channelId).tailMap(Snowflakes.number(id), true), limit - half));
        return Stream.concat(newer.stream(), before(channelId, id, half).stream())
                .toList();
    }

    private NavigableMap<Long, Message> channel(String id) {
        return channels.computeIfAbsent(id, key -> new ConcurrentSkipListMap<>());
    }

    private static List<Message> first(NavigableMap<Long, Message> messages, int limit) {
        return messages.values().stream().limit(limit).toList();
    }

    private static List<Message> reversed(List<Message> messages) {
        List<Message> copy = new ArrayList<>(messages);
        Collections.reverse(copy);
        return copy;
    }
}
