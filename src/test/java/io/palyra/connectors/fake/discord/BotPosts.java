package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Upload;
import java.util.List;
import java.util.Optional;

/** Takes the bot's messages: checks them, knows a repeated one by its nonce, writes the ledger. */
final class BotPosts {

    private static final int CONTENT_CHARS_MAX = 2_000;
    private static final int NONCE_CHARS_MAX = 25;
    private static final int REPLY = 19;

    private final Snowflakes ids;
    private final Directory directory;
    private final Timeline timeline;
    private final NonceCache nonces;
    private final Ledger ledger;
    private final Attachments attachments;

    BotPosts(
            Snowflakes ids,
            Directory directory,
            Timeline timeline,
            NonceCache nonces,
            Ledger ledger,
            Attachments attachments) {
        this.ids = ids;
        this.directory = directory;
        this.timeline = timeline;
        this.nonces = nonces;
        this.ledger = ledger;
        this.attachments = attachments;
    }

    /**
     * @return the message that now stands in the channel, or the one that the same nonce has posted before
     * @throws DiscordError where that one has been deleted: it is not posted again
     */
    synchronized Message post(Channel channel, JsonNode request, List<Upload> files) throws DiscordError {
        check(request, files);
        String nonce = request.path("nonce").asText("");
        boolean unique = !nonce.isEmpty() && request.path("enforce_nonce").asBoolean();
        Optional<Message> first = unique ? nonces.find(channel.id(), directory.bot(), nonce) : Optional.empty();
        if (first.isPresent()) {
            if (timeline.history().find(channel.id(), first.get().id()).isEmpty()) {
                throw DiscordError.unknownMessage();
            }
            ledger.repeat(nonce, first.get());
            return first.get();
        }
        synchronized (timeline) {
            Message message = message(channel, request, files);
            if (unique) {
                nonces.remember(nonce, message);
            }
            ledger.accept(new Posted(message.id(), channel.id(), message.content(), request, files));
            timeline.add(message);
            return message;
        }
    }

    static void check(JsonNode request, List<Upload> files) throws DiscordError {
        if (request.path("content").asText("").length() > CONTENT_CHARS_MAX) {
            throw DiscordError.invalidField(
                    "content", "BASE_TYPE_MAX_LENGTH", "Must be " + CONTENT_CHARS_MAX + " or fewer in length.");
        }
        if (request.path("nonce").asText("").length() > NONCE_CHARS_MAX) {
            throw DiscordError.invalidField(
                    "nonce", "BASE_TYPE_MAX_LENGTH", "Must be " + NONCE_CHARS_MAX + " or fewer in length.");
        }
        if (request.path("content").asText("").isBlank()
                && request.path("embeds").isEmpty()
                && files.isEmpty()) {
            throw DiscordError.emptyMessage();
        }
    }

    private Message message(Channel channel, JsonNode request, List<Upload> files) throws DiscordError {
        Optional<Message> repliedTo = repliedTo(channel, request.path("message_reference"));
        String id = ids.next();
        ObjectNode json = Message.blank(id, channel, directory.bot())
                .put("content", request.path("content").asText(""));
        for (String copied : List.of("nonce", "embeds", "tts")) {
            if (request.hasNonNull(copied) && (nonces.areShown() || !copied.equals("nonce"))) {
                json.set(copied, request.get(copied));
            }
        }
        ArrayNode stored = json.putArray("attachments");
        files.forEach(file -> stored.add(attachments.store(channel.id(), file)));
        repliedTo.ifPresent(original -> {
            json.put("type", REPLY).set("message_reference", reference(channel, original));
            json.set("referenced_message", original.json());
        });
        return new Message(id, channel.id(), directory.bot(), json);
    }

    private Optional<Message> repliedTo(Channel channel, JsonNode reference) throws DiscordError {
        if (!reference.hasNonNull("message_id")) {
            return Optional.empty();
        }
        Optional<Message> original = timeline.history()
                .find(channel.id(), reference.path("message_id").asText());
        if (original.isEmpty() && reference.path("fail_if_not_exists").asBoolean(true)) {
            throw DiscordError.invalidField("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        }
        if (original.isPresent() && isSystem(original.get())) {
            throw DiscordError.invalidField(
                    "message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message");
        }
        return original;
    }

    /** Neither said by somebody nor a reply: a pin, a new member, a boost. */
    private static boolean isSystem(Message message) {
        int type = message.json().path("type").asInt();
        return type != 0 && type != REPLY;
    }

    static ObjectNode reference(Channel channel, Message original) {
        ObjectNode reference =
                Json.object().put("type", 0).put("channel_id", channel.id()).put("message_id", original.id());
        channel.guild().ifPresent(guild -> reference.put("guild_id", guild));
        return reference;
    }
}
