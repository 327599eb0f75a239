package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.function.Consumer;

/** The history, told to the app as it changes. One change at a time: events come in the order of the history. */
final class Timeline {

    private final Directory directory;
    private final History history;
    private final Timestamps timestamps;
    private final Events events;

    Timeline(Directory directory, History history, Timestamps timestamps, Events events) {
        this.directory = directory;
        this.history = history;
        this.timestamps = timestamps;
        this.events = events;
    }

    History history() {
        return history;
    }

    String nextTs(Channel channel) {
        return timestamps.next(channel.id());
    }

    /** @param json without {@code ts} */
    Message add(Channel channel, ObjectNode json) {
        return add(channel, json, message -> {});
    }

    /** @param before told of the message before it is an event */
    synchronized Message add(Channel channel, ObjectNode json, Consumer<Message> before) {
        Message message = keep(channel, json);
        before.accept(message);
        announce(channel, message);
        return message;
    }

    /** For the history alone. */
    synchronized Message keep(Channel channel, ObjectNode json) {
        String ts = nextTs(channel);
        json.put("type", "message").put("ts", ts);
        if (json.has("thread_ts")) {
            history.find(channel.id(), json.path("thread_ts").asText())
                    .ifPresent(parent -> json.put("parent_user_id", parent.userId()));
        }
        Message message = new Message(channel.id(), ts, json);
        history.put(message);
        return message;
    }

    /** Tells of it once more, or for the first time: with new event ids. */
    synchronized void announce(Channel channel, Message message) {
        User bot = directory.bot(channel.teamId());
        events.message(channel, message.json().put("event_ts", message.ts()));
        if (message.text().contains(bot.mention())
                && !message.userId().equals(bot.id())
                && channel.kind() != Channel.Kind.DIRECT
                && directory.hears(channel)) {
            events.tell(
                    "app_mention",
                    channel.teamId(),
                    message.json()
                            .put("type", "app_mention")
                            .put("channel", channel.id())
                            .put("event_ts", message.ts()));
        }
        if (message.isReply()) {
            history.find(channel.id(), message.threadTs().orElseThrow())
                    .ifPresent(parent ->
                            hidden(channel, "message_replied", it -> it.set("message", history.view(parent, true))));
        }
    }

    synchronized Message edit(Channel channel, Message message, ObjectNode json, User by) {
        json.putObject("edited").put("user", by.id()).put("ts", nextTs(channel));
        Message edited = message.with(json);
        history.put(edited);
        hidden(channel, "message_changed", event -> {
            event.set("message", history.view(edited, true));
            event.set("previous_message", message.json());
        });
        return edited;
    }

    /** Of the parent of a thread, a stone stays: that is a change, not a deletion. */
    synchronized void delete(Channel channel, Message message) {
        if (history.replies(channel.id(), message.ts()).isEmpty()) {
            history.remove(message);
            hidden(channel, "message_deleted", event -> event.put("deleted_ts", message.ts())
                    .set("previous_message", message.json()));
            return;
        }
        Message stone = message.with(Json.object()
                .put("type", "message")
                .put("subtype", "tombstone")
                .put("text", "This message was deleted.")
                .put("user", "USLACKBOT")
                .put("hidden", true)
                .put("thread_ts", message.ts())
                .put("ts", message.ts()));
        history.put(stone);
        hidden(channel, "message_changed", event -> {
            event.set("message", history.view(stone, true));
            event.set("previous_message", message.json());
        });
    }

    /** @return false if it was so already */
    synchronized boolean react(Channel channel, Message message, User by, String name, boolean on) {
        Message now = history.find(channel.id(), message.ts()).orElse(message);
        ObjectNode json = now.json();
        if (!Reactions.set(json, by.id(), name, on)) {
            return false;
        }
        history.put(now.with(json));
        String event = on ? "reaction_added" : "reaction_removed";
        ObjectNode content = Json.object()
                .put("type", event)
                .put("user", by.id())
                .put("reaction", name)
                .put("item_user", now.userId())
                .put("event_ts", nextTs(channel));
        content.putObject("item")
                .put("type", "message")
                .put("channel", channel.id())
                .put("ts", now.ts());
        if (directory.hears(channel)) {
            events.tell(event, channel.teamId(), content);
        }
        return true;
    }

    private void hidden(Channel channel, String subtype, Consumer<ObjectNode> content) {
        String ts = nextTs(channel);
        ObjectNode event = Json.object()
                .put("type", "message")
                .put("subtype", subtype)
                .put("hidden", true)
                .put("ts", ts)
                .put("event_ts", ts);
        content.accept(event);
        events.message(channel, event);
    }
}
