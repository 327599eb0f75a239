package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.CursorStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The threads in which something was said lately: their replies are in no channel's history. Stored, as a gap may be the program's own.
 * Thread safe, never blocks.
 */
final class Threads {

    /** Of the stream of each: {@code thread:<channel>:<thread_ts>}, whose position is the newest message known. */
    private static final String PREFIX = "thread:";

    /** A position is stored that seldom: it only says that the thread is not old. */
    private static final Duration STORED_AT_LEAST = Duration.ofHours(1);

    /** More of one channel are forgotten, the oldest first. */
    private static final int PER_CHANNEL_MAX = 500;

    private final CursorStore cursors;
    private final Duration memory;
    private final Map<String, NavigableMap<String, String>> byChannel = new ConcurrentHashMap<>();

    /** @param memory for so long after its last message a thread is kept */
    Threads(CursorStore cursors, Duration memory) {
        this.cursors = cursors;
        this.memory = memory;
    }

    /** Takes over what is stored. */
    void open(Map<String, String> stored) {
        stored.forEach((stream, position) -> {
            String[] parts = stream.split(":", 3);
            if (stream.startsWith(PREFIX) && parts.length == 3 && Ts.isOne(parts[2]) && Ts.isOne(position)) {
                of(parts[1]).put(parts[2], position);
            }
        });
    }

    private NavigableMap<String, String> of(String channelId) {
        return byChannel.computeIfAbsent(channelId, id -> new ConcurrentSkipListMap<>(Ts::compare));
    }

    /** Something was said in a thread. */
    void seen(SlackMessage message) {
        String thread = message.threadTs();
        if (!Ts.isOne(thread)) {
            return;
        }
        NavigableMap<String, String> threads = of(message.channelId());
        String known = threads.get(thread);
        if (known == null || Ts.unixMs(message.ts()) - Ts.unixMs(known) >= STORED_AT_LEAST.toMillis()) {
            threads.put(thread, message.ts());
            cursors.move(stream(message.channelId(), thread), message.ts());
            forgetOldest(message.channelId(), threads);
        }
    }

    private void forgetOldest(String channelId, NavigableMap<String, String> threads) {
        while (threads.size() > PER_CHANNEL_MAX) {
            threads.entrySet().stream()
                    .min(Map.Entry.comparingByValue(Ts::compare))
                    .map(Map.Entry::getKey)
                    .ifPresent(oldest -> forget(channelId, oldest));
        }
    }

    /** The first messages of the threads that are not old at that time, the oldest first. */
    List<String> lately(String channelId, long nowUnixMs) {
        NavigableMap<String, String> threads = byChannel.get(channelId);
        if (threads == null) {
            return List.of();
        }
        long oldest = nowUnixMs - memory.toMillis();
        threads.entrySet().stream()
                .filter(thread -> Ts.unixMs(thread.getValue()) + STORED_AT_LEAST.toMillis() < oldest)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(thread -> forget(channelId, thread));
        return List.copyOf(threads.keySet());
    }

    /** It is gone, or too old. */
    void forget(String channelId, String thread) {
        NavigableMap<String, String> threads = byChannel.get(channelId);
        if (threads != null && threads.remove(thread) != null) {
            cursors.forget(stream(channelId, thread));
        }
    }

    /** All of a channel that is gone. */
    void forget(String channelId) {
        NavigableMap<String, String> threads = byChannel.get(channelId);
        if (threads != null) {
            threads.keySet().forEach(thread -> forget(channelId, thread));
        }
    }

    private static String stream(String channelId, String thread) {
        return PREFIX + channelId + ":" + thread;
    }

    int size() {
        return byChannel.values().stream().mapToInt(Map::size).sum();
    }
}
