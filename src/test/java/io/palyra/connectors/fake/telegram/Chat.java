package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where messages stand, and what the bot may do there. Thread safe; a test changes it through {@link FakeTelegram}. */
public final class Chat {

    /** What a chat is. Private chats and groups have ids of their own kind: see {@link Directory}. */
    public enum Kind {
        PRIVATE,
        GROUP,
        SUPERGROUP,
        CHANNEL
    }

    /** What the bot is in a chat. In a private one: never started by the user, started, or blocked. */
    public enum Standing {
        NEVER,
        MEMBER,
        ADMINISTRATOR,
        RESTRICTED,
        LEFT,
        KICKED;

        boolean isInside() {
            return this == MEMBER || this == ADMINISTRATOR || this == RESTRICTED;
        }

        String wireName() {
            return this == NEVER ? "left" : name().toLowerCase(Locale.ROOT);
        }
    }

    private final long id;
    private final Kind kind;
    private final String title;
    private final @Nullable String username;
    private final @Nullable Person person;
    private final Map<Long, Boolean> topics = new ConcurrentHashMap<>();
    private volatile Standing standing;
    private volatile Set<String> rights = Set.of();
    private volatile boolean forum;
    private volatile boolean membersMayWrite = true;
    private volatile boolean deleted;
    private volatile long upgradedTo;

    private Chat(
            long id, Kind kind, String title, @Nullable String username, @Nullable Person person, Standing standing) {
        this.id = id;
        this.kind = kind;
        this.title = title;
        this.username = username;
        this.person = person;
        this.standing = standing;
    }

    static Chat withPerson(Person person) {
        return new Chat(person.id(), Kind.PRIVATE, "", person.username(), person, Standing.NEVER);
    }

    static Chat of(long id, Kind kind, String title, @Nullable String username) {
        return new Chat(id, kind, title, username, null, Standing.MEMBER);
    }

    public long id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    public String title() {
        return title;
    }

    /** Whether what one writes there is without a name in front of it: {@code @name} finds public ones only. */
    public Optional<String> username() {
        return Optional.ofNullable(username);
    }

    /** Of a private chat. */
    public Optional<Person> person() {
        return Optional.ofNullable(person);
    }

    public Standing standing() {
        return standing;
    }

    boolean isPrivate() {
        return kind == Kind.PRIVATE;
    }

    boolean isGroup() {
        return kind == Kind.GROUP || kind == Kind.SUPERGROUP;
    }

    /** Whether its messages are counted by themselves; others share the counter of the bot. */
    boolean hasOwnIds() {
        return kind == Kind.SUPERGROUP || kind == Kind.CHANNEL;
    }

    void standing(Standing nowStanding, Set<String> nowRights) {
        standing = nowStanding;
        rights = Set.copyOf(nowRights);
    }

    boolean botMay(String right) {
        return standing == Standing.ADMINISTRATOR && rights.contains(right);
    }

    Set<String> rights() {
        return rights;
    }

    boolean isForum() {
        return forum;
    }

    void forum(boolean nowForum) {
        forum = nowForum;
    }

    void topic(long topicId, boolean open) {
        topics.put(topicId, open);
    }

    /** Whether it is open; none if there is no such topic. */
    Optional<Boolean> topic(long topicId) {
        return Optional.ofNullable(topics.get(topicId));
    }

    boolean membersMayWrite() {
        return membersMayWrite;
    }

    void membersMayWrite(boolean nowMayWrite) {
        membersMayWrite = nowMayWrite;
    }

    boolean isDeleted() {
        return deleted;
    }

    void delete() {
        deleted = true;
    }

    /** The id of the supergroup that the group has become; 0 if it has not. */
    long upgradedTo() {
        return upgradedTo;
    }

    void upgradedTo(long toId) {
        upgradedTo = toId;
    }

    /** As messages show it. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("id", id);
        if (person != null) {
            return person.name(json).put("type", "private");
        }
        json.put("title", title);
        if (username != null) {
            json.put("username", username);
        }
        json.put("type", kind.name().toLowerCase(Locale.ROOT));
        return forum ? json.put("is_forum", true) : json;
    }
}
