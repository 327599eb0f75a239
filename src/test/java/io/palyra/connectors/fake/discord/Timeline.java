package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The history, told to the gateway as it changes. */
final class Timeline {

    private final Directory directory;
    private final History history;
    private final Events events;
    private final List<Consumer<Message>> listeners = new CopyOnWriteArrayList<>();

    Timeline(Directory directory, History history, Events events) {
        this.directory = directory;
        this.history = history;
        this.events = events;
    }

    History history() {
        return history;
    }

    /**
     * One at a time: sessions see messages in the order of the history. Who makes an id and adds its message in one go
     * holds this timeline meanwhile, so that history is in the order of the ids as well.
     */
    synchronized void add(Message message) {
        history.add(message);
        announce(message);
        listeners.forEach(listener -> listener.accept(message));
    }

    void listen(Consumer<Message> listener) {
        listeners.add(listener);
    }

    /** Tells the sessions once more, or for the first time. */
    void announce(Message message) {
        dispatch("MESSAGE_CREATE", message);
    }

    synchronized Optional<Message> edit(Message message, ObjectNode nowJson) {
        Optional<Message> edited = history.change(message.channelId(), message.id(), before -> before.with(nowJson));
        edited.ifPresent(it -> dispatch("MESSAGE_UPDATE", it));
        return edited;
    }

    synchronized Optional<Message> delete(String channelId, String id) {
        Optional<Message> deleted = history.remove(channelId, id);
        deleted.ifPresent(message -> dispatch("MESSAGE_DELETE", channelId, place(message)));
        return deleted;
    }

    synchronized boolean react(String channelId, String id, User user, String emoji, boolean on) {
        boolean mine = user.equals(directory.bot());
        Optional<Message> changed =
                history.change(channelId, id, message -> message.with(Reactions.set(message.json(), emoji, mine, on)));
        changed.ifPresent(message -> {
            ObjectNode content = place(message).put("user_id", user.id()).put("message_id", id);
            content.remove("id");
            content.put("message_author_id", message.author().id())
                    .put("burst", false)
                    .put("type", 0);
            content.set("emoji", Reactions.emoji(emoji));
            dispatch(on ? "MESSAGE_REACTION_ADD" : "MESSAGE_REACTION_REMOVE", channelId, content);
        });
        return changed.isPresent();
    }

    private void dispatch(String type, Message message) {
        ObjectNode content = message.json();
        directory.channel(message.channelId()).ifPresent(channel -> {
            channel.guild().ifPresent(guild -> content.put("guild_id", guild));
            if (!content.has("webhook_id")) {
                directory
                        .member(channel, message.author())
                        .ifPresent(member -> content.set("member", member.withoutUser()));
            }
        });
        dispatch(type, message.channelId(), content);
    }

    private void dispatch(String type, String channelId, ObjectNode content) {
        boolean inGuild = directory.channel(channelId).flatMap(Channel::guild).isPresent();
        events.dispatch(new Events.Event(type, inGuild, content));
    }

    private ObjectNode place(Message message) {
        ObjectNode place = Json.object().put("id", message.id()).put("channel_id", message.channelId());
        directory.channel(message.channelId()).flatMap(Channel::guild).ifPresent(guild -> place.put("guild_id", guild));
        return place;
    }
}
