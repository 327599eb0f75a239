package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.discord.RestEndpoint.Call;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.Upload;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Messages and reactions over REST. */
final class MessageCalls {

    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 100;

    private final Clock clock;
    private final Directory directory;
    private final ChannelAccess access;
    private final Timeline timeline;
    private final BotPosts posts;

    MessageCalls(Clock clock, Directory directory, ChannelAccess access, Timeline timeline, BotPosts posts) {
        this.clock = clock;
        this.directory = directory;
        this.access = access;
        this.timeline = timeline;
        this.posts = posts;
    }

    List<RestEndpoint> routes() {
        String message = FakeDiscord.MESSAGES + "/{message}";
        String reaction = message + "/reactions/{emoji}/@me";
        return List.of(
                RestEndpoint.of("POST", FakeDiscord.MESSAGES, this::post),
                RestEndpoint.of("POST", "/channels/{channel}/typing", this::typing),
                RestEndpoint.of("GET", FakeDiscord.MESSAGES, this::list),
                RestEndpoint.of("GET", message, this::get),
                RestEndpoint.of("PATCH", message, this::edit),
                RestEndpoint.of("DELETE", message, this::delete),
                RestEndpoint.of("PUT", reaction, call -> react(call, true)),
                RestEndpoint.of("DELETE", reaction, call -> react(call, false)));
    }

    private RestAnswer post(Call call) throws DiscordError {
        Channel channel = access.toSend(call.segment("channel"));
        List<Upload> files = call.files();
        access.require(channel, files.isEmpty() ? 0 : Permissions.ATTACH_FILES);
        return posted(channel, call.json(), files);
    }

    private RestAnswer typing(Call call) throws DiscordError {
        access.toSend(call.segment("channel"));
        return RestAnswer.noContent();
    }

    private RestAnswer posted(Channel channel, JsonNode payload, List<Upload> files) throws DiscordError {
        if (payload.has("message_reference") && !access.allows(channel, Permissions.READ_MESSAGE_HISTORY)) {
            throw DiscordError.replyWithoutHistory();
        }
        return RestAnswer.ok(posts.post(channel, payload, files).json());
    }

    private RestAnswer list(Call call) throws DiscordError {
        Channel channel = access.toView(call.segment("channel"));
        Map<String, String> query = call.request().parameters();
        int limit = Integer.parseInt(query.getOrDefault("limit", String.valueOf(LIMIT_DEFAULT)));
        if (limit < 1 || limit > LIMIT_MAX) {
            throw DiscordError.invalidField(
                    "limit", "NUMBER_TYPE_MAX", "int value should be between 1 and " + LIMIT_MAX + ".");
        }
        // Without the permission there is no error: the channel looks empty
        List<Message> messages =
                access.allows(channel, Permissions.READ_MESSAGE_HISTORY) ? page(channel.id(), query, limit) : List.of();
        return RestAnswer.ok(Json.array(messages.stream().map(Message::json).toList()));
    }

    private List<Message> page(String channelId, Map<String, String> query, int limit) {
        History history = timeline.history();
        if (query.containsKey("around")) {
            return history.around(channelId, query.get("around"), limit);
        }
        if (query.containsKey("before")) {
            return history.before(channelId, query.get("before"), limit);
        }
        return query.containsKey("after")
                ? history.after(channelId, query.get("after"), limit)
                : history.newest(channelId, limit);
    }

    private RestAnswer get(Call call) throws DiscordError {
        Channel channel = access.toView(call.segment("channel"));
        access.require(channel, Permissions.READ_MESSAGE_HISTORY);
        return RestAnswer.ok(find(call).json());
    }

    private RestAnswer edit(Call call) throws DiscordError {
        access.toView(call.segment("channel"));
        Message message = find(call);
        if (!message.author().equals(directory.bot())) {
            throw DiscordError.anotherUsersMessage();
        }
        JsonNode change = call.json();
        ObjectNode json = message.json().put("edited_timestamp", clock.instant().toString());
        for (String field : List.of("content", "embeds", "flags")) {
            if (change.has(field)) {
                json.set(field, change.get(field));
            }
        }
        BotPosts.check(json.deepCopy().without(List.of("nonce")), List.of());
        return RestAnswer.ok(timeline.edit(message, json)
                .orElseThrow(DiscordError::unknownMessage)
                .json());
    }

    private RestAnswer delete(Call call) throws DiscordError {
        Channel channel = access.toView(call.segment("channel"));
        Message message = find(call);
        if (!message.author().equals(directory.bot())) {
            access.require(channel, Permissions.MANAGE_MESSAGES);
        }
        if (timeline.delete(channel.id(), message.id()).isEmpty()) {
            throw DiscordError.unknownMessage();
        }
        return RestAnswer.noContent();
    }

    private RestAnswer react(Call call, boolean on) throws DiscordError {
        Channel channel = access.toView(call.segment("channel"));
        access.require(channel, Permissions.READ_MESSAGE_HISTORY | (on ? Permissions.ADD_REACTIONS : 0));
        if (!timeline.react(channel.id(), call.segment("message"), directory.bot(), call.segment("emoji"), on)) {
            throw DiscordError.unknownMessage();
        }
        return RestAnswer.noContent();
    }

    private Message find(Call call) throws DiscordError {
        return timeline.history()
                .find(call.segment("channel"), call.segment("message"))
                .orElseThrow(DiscordError::unknownMessage);
    }
}
