package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.telegram.Chat.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts messages into chats, and tells the bot of those that it may hear of. Ids and updates are in the same order. */
final class Timeline {

    private final Bot bot;
    private final Directory directory;
    private final History history;
    private final UpdateQueue updates;
    private final Files files;
    private final Clock clock;

    Timeline(Bot bot, Directory directory, History history, UpdateQueue updates, Files files, Clock clock) {
        this.bot = bot;
        this.directory = directory;
        this.history = history;
        this.updates = updates;
        this.files = files;
        this.clock = clock;
    }

    /** By the bot, of whose own messages there are no updates. */
    Message post(Access.Place place, Consumer<ObjectNode> content) {
        return add(place.chat(), bot.person(), place.topic(), place.replyTo(), content);
    }

    /**
     * By somebody else.
     *
     * @param author null for the chat itself: an anonymous administrator, or a channel
     */
    synchronized Message say(Chat chat, @Nullable Person author, Words words) {
        Message message = add(chat, author, words.topic(), words.replyTo(), json -> words.write(json, files));
        tell(chat, message, chat.kind() == Kind.CHANNEL ? "channel_post" : "message");
        return message;
    }

    private synchronized Message add(
            Chat chat, @Nullable Person author, long topic, @Nullable Message replyTo, Consumer<ObjectNode> content) {
        long id = history.nextId(chat);
        ObjectNode json = Json.object().put("message_id", id);
        if (chat.kind() == Kind.CHANNEL) {
            json.set("sender_chat", chat.json());
        } else if (author == null) {
            json.set("from", Person.ANONYMOUS.json());
            json.set("sender_chat", chat.json());
        } else {
            json.set("from", author.json());
        }
        json.set("chat", chat.json());
        json.put("date", clock.instant().getEpochSecond());
        thread(chat, topic, replyTo, json);
        content.accept(json);
        Message message = new Message(chat.id(), id, json);
        history.put(message);
        return message;
    }

    /** Outside of topics, a reply has the id of the message that its chain began with. */
    private void thread(Chat chat, long topic, @Nullable Message replyTo, ObjectNode json) {
        if (topic > 0) {
            json.put("message_thread_id", topic).put("is_topic_message", true);
        } else if (replyTo != null && chat.kind() == Kind.SUPERGROUP) {
            json.put("message_thread_id", replyTo.threadId().orElse(replyTo.id()));
        }
        Optional<Message> shown = Optional.ofNullable(replyTo);
        if (shown.isEmpty() && topic > 0) {
            shown = history.find(chat, topic);
        }
        shown.ifPresent(message -> json.set("reply_to_message", message.shown()));
    }

    /** Changes a message, without an update. */
    synchronized Message edit(Message message, Consumer<ObjectNode> change) {
        ObjectNode json = message.json();
        change.accept(json);
        Message edited = message.with(json.put("edit_date", clock.instant().getEpochSecond()));
        history.put(edited);
        return edited;
    }

    /** By somebody else. */
    synchronized Message edit(Chat chat, Message message, Words words) {
        Message edited = edit(message, json -> words.write(json, files));
        tell(chat, edited, chat.kind() == Kind.CHANNEL ? "edited_channel_post" : "edited_message");
        return edited;
    }

    /** An update, for as long as the server keeps one of a message of that age. */
    void tell(Chat chat, Message message, String kind) {
        if (isHeard(chat, message)) {
            long at = message.stored().path("edit_date").asLong(message.date());
            Duration age = Duration.between(Instant.ofEpochSecond(at), clock.instant());
            updates.push(kind, message.json(), UpdateQueue.KEPT.minus(age));
        }
    }

    private boolean isHeard(Chat chat, Message message) {
        JsonNode from = message.stored().path("from");
        boolean byBot = from.path("is_bot").asBoolean() && !message.stored().has("sender_chat");
        if (byBot || !chat.standing().isInside()) {
            return false;
        }
        directory.person(from.path("id").asLong()).ifPresent(directory::see);
        return !chat.isGroup()
                || !bot.isPrivate()
                || chat.standing() == Chat.Standing.ADMINISTRATOR
                || isMeantForTheBot(message);
    }

    /** As privacy mode has it: commands, mentions, replies; and what is no message of anybody. */
    private boolean isMeantForTheBot(Message message) {
        String text = message.text().toLowerCase(Locale.ROOT);
        String name = "@" + bot.username().toLowerCase(Locale.ROOT);
        boolean isCommand = text.startsWith("/")
                && (!text.split("\\s", 2)[0].contains("@") || text.split("\\s", 2)[0].endsWith(name));
        JsonNode repliesTo =
                message.stored().path("reply_to_message").path("from").path("id");
        return isCommand
                || text.contains(name)
                || repliesTo.asLong() == bot.id()
                || message.stored().path("entities").findValues("user").stream()
                        .anyMatch(user -> user.path("id").asLong() == bot.id())
                || isService(message);
    }

    private static boolean isService(Message message) {
        return message.stored().has("migrate_to_chat_id")
                || message.stored().has("migrate_from_chat_id")
                || message.stored().has("new_chat_members")
                || message.stored().has("left_chat_member")
                || message.stored().has("new_chat_title")
                || message.stored().has("forum_topic_created");
    }

    void remove(Message message) {
        history.remove(message);
    }

    History history() {
        return history;
    }
}
