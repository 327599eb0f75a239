package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Upload;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else than the bot writes.
 *
 * @param replyTo the id of the message that it answers
 * @param webhookId a webhook wrote it
 * @param mentions whom it mentions
 * @param more fields as Discord writes them, in place of what the others say
 */
public record UserMessage(
        String text,
        List<Upload> files,
        @Nullable String replyTo,
        @Nullable String webhookId,
        List<User> mentions,
        int type,
        ObjectNode more) {

    private static final int REPLY = 19;

    public UserMessage {
        files = List.copyOf(files);
        mentions = List.copyOf(mentions);
    }

    public static UserMessage of(String text) {
        return new UserMessage(text, List.of(), null, null, List.of(), 0, Json.object());
    }

    public UserMessage with(String fileName, String contentType, byte[] content) {
        List<Upload> all = Stream.concat(files.stream(), Stream.of(new Upload(fileName, contentType, content)))
                .toList();
        return new UserMessage(text, all, replyTo, webhookId, mentions, type, more);
    }

    /** Discord shows the original with it. */
    public UserMessage inReplyTo(Message original) {
        ObjectNode shown = Json.object();
        shown.set("referenced_message", original.json());
        return new UserMessage(text, files, original.id(), webhookId, mentions, REPLY, merged(shown));
    }

    public UserMessage fromWebhook(String id) {
        return new UserMessage(text, files, replyTo, id, mentions, type, more);
    }

    public UserMessage mentioning(User... users) {
        return new UserMessage(text, files, replyTo, webhookId, List.of(users), type, more);
    }

    /** A type of Discord's: 6 for a pinned message, 7 for a new member, and so on. */
    public UserMessage type(int number) {
        return new UserMessage(text, files, replyTo, webhookId, mentions, number, more);
    }

    /** With these fields of Discord's too: a JSON object. */
    public UserMessage and(String json) {
        try {
            return new UserMessage(
                    text, files, replyTo, webhookId, mentions, type, merged((ObjectNode) Json.parse(json)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** It shows the name of its author, and has an id of its own. */
    private static ObjectNode webhook(String id, User author) {
        return Json.object()
                .put("id", id)
                .put("username", author.globalName() == null ? author.name() : author.globalName())
                .put("discriminator", "0000")
                .putNull("avatar")
                .put("bot", true);
    }

    private ObjectNode merged(ObjectNode fields) {
        ObjectNode all = more.deepCopy();
        all.setAll(fields);
        return all;
    }

    Message message(String id, Channel channel, User author, Attachments attachments) {
        ObjectNode json =
                Message.blank(id, channel, author).put("content", text).put("type", type);
        if (webhookId != null) {
            json.put("webhook_id", webhookId).set("author", webhook(webhookId, author));
        }
        ArrayNode stored = json.putArray("attachments");
        files.forEach(file -> stored.add(attachments.store(channel.id(), file)));
        json.putArray("mentions").addAll(mentions.stream().map(User::json).toList());
        if (replyTo != null) {
            json.putObject("message_reference")
                    .put("type", 0)
                    .put("channel_id", channel.id())
                    .put("message_id", replyTo)
                    .put("guild_id", channel.guildId());
        }
        json.setAll(more);
        return new Message(id, channel.id(), author, json);
    }
}
