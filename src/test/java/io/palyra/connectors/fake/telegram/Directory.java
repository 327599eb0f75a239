package io.palyra.connectors.fake.telegram;

import io.palyra.connectors.fake.telegram.Chat.Kind;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who and what there is. Ids of users need more than 32 bits here. Thread safe. */
final class Directory {

    private static final long USERS = 6_100_000_000L;
    private static final long GROUPS = -4_200_000_000L;
    private static final long SUPERGROUPS = -1_002_300_000_000L;

    private final AtomicLong number = new AtomicLong();
    private final Map<Long, Person> persons = new ConcurrentHashMap<>();
    private final Map<Long, Chat> chats = new ConcurrentHashMap<>();
    private final Set<Long> deactivated = ConcurrentHashMap.newKeySet();
    private final Set<Long> seen = ConcurrentHashMap.newKeySet();

    Person add(String firstName, @Nullable String username, boolean isBot) {
        return add(new Person(USERS + number.incrementAndGet(), firstName, null, username, isBot));
    }

    Person add(Person person) {
        persons.put(person.id(), person);
        chats.put(person.id(), Chat.withPerson(person));
        return person;
    }

    Chat add(Kind kind, String title, @Nullable String username) {
        long base = kind == Kind.GROUP ? GROUPS : SUPERGROUPS;
        Chat chat = Chat.of(base - number.incrementAndGet(), kind, title, username);
        chats.put(chat.id(), chat);
        return chat;
    }

    Optional<Person> person(long id) {
        return Optional.ofNullable(persons.get(id));
    }

    Chat direct(Person person) {
        return chat(person.id()).orElseThrow();
    }

    Optional<Chat> chat(long id) {
        return Optional.ofNullable(chats.get(id));
    }

    /** Supergroups and channels only: nobody finds a private chat by its name. */
    Optional<Chat> named(String username) {
        return all().stream()
                .filter(Chat::hasOwnIds)
                .filter(chat -> chat.username()
                        .filter(name -> name.toLowerCase(Locale.ROOT).equals(username.toLowerCase(Locale.ROOT)))
                        .isPresent())
                .findFirst();
    }

    Collection<Chat> all() {
        return chats.values();
    }

    void deactivate(Person person) {
        deactivated.add(person.id());
    }

    boolean isDeactivated(Person person) {
        return deactivated.contains(person.id());
    }

    /** The bot knows of somebody: from a group. */
    void see(Person person) {
        seen.add(person.id());
    }

    boolean hasSeen(Person person) {
        return seen.contains(person.id());
    }
}
