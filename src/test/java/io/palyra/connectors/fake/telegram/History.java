package io.palyra.connectors.fake.telegram;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What stands in the chats. Private chats and small groups share one counter of ids; supergroups and channels have their
 * own. Thread safe.
 */
final class History {

    private final Map<Long, NavigableMap<Long, Message>> chats = new ConcurrentHashMap<>();
    private final Map<Long, AtomicLong> counters = new ConcurrentHashMap<>();

    long nextId(Chat chat) {
        // Message 1 of a supergroup says that it was made
        return counters.computeIfAbsent(
                        chat.hasOwnIds() ? chat.id() : 0L, id -> new AtomicLong(chat.hasOwnIds() ? 1 : 0))
                .incrementAndGet();
    }

    void put(Message message) {
        shelf(message.chatId()).put(message.id(), message);
    }

    Optional<Message> find(Chat chat, long id) {
        return Optional.ofNullable(shelf(chat.id()).get(id));
    }

    void remove(Message message) {
        shelf(message.chatId()).remove(message.id());
    }

    List<Message> oldestFirst(Chat chat) {
        return List.copyOf(shelf(chat.id()).values());
    }

    private NavigableMap<Long, Message> shelf(long chatId) {
        return chats.computeIfAbsent(chatId, id -> new ConcurrentSkipListMap<>());
    }
}
