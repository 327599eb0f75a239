package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Upload;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says, and what comes with it. Names, commands and links in the text become entities as Telegram finds
 * them.
 *
 * @param topic 0 for none
 * @param media what makes the text a caption; null without
 */
public record Words(
        String text,
        List<ObjectNode> entities,
        long topic,
        @Nullable Message replyTo,
        @Nullable Media media,
        Consumer<ObjectNode> more) {

    /** @param bytes what Telegram says it has; need not be the length of the content */
    record Media(String kind, Upload upload, long bytes) {}

    public Words {
        entities = List.copyOf(entities);
    }

    public static Words of(String text) {
        return new Words(text, List.of(), 0, null, null, json -> {});
    }

    /** In a topic of a forum. */
    public Words in(long topicId) {
        return new Words(text, entities, topicId, replyTo, media, more);
    }

    public Words replyTo(Message message) {
        return new Words(text, entities, topic, message, media, more);
    }

    /** Offsets count UTF-16 units. */
    public Words entity(String type, int offset, int length, Consumer<ObjectNode> edit) {
        ObjectNode entity =
                Json.object().put("offset", offset).put("length", length).put("type", type);
        edit.accept(entity);
        List<ObjectNode> all =
                Stream.concat(entities.stream(), Stream.of(entity)).toList();
        return new Words(text, all, topic, replyTo, media, more);
    }

    /** Words of the text lead to a URL. */
    public Words link(String words, String url) {
        return entity("text_link", text.indexOf(words), words.length(), entity -> entity.put("url", url));
    }

    /** Words of the text mean somebody who need not have a name. */
    public Words naming(String words, Person person) {
        return entity("text_mention", text.indexOf(words), words.length(), entity -> entity.set("user", person.json()));
    }

    public Words photo(byte[] content) {
        return media("photo", "photo.jpg", "image/jpeg", content, content.length);
    }

    public Words document(String name, String contentType, byte[] content) {
        return media("document", name, contentType, content, content.length);
    }

    /** A document that is too large to be made for a test. */
    public Words document(String name, long bytes) {
        return media("document", name, "application/zip", new byte[0], bytes);
    }

    public Words voice(byte[] content) {
        return media("voice", "voice.ogg", "audio/ogg", content, content.length);
    }

    public Words video(byte[] content) {
        return media("video", "video.mp4", "video/mp4", content, content.length);
    }

    private Words media(String kind, String name, String contentType, byte[] content, long bytes) {
        Media given = new Media(kind, new Upload(name, contentType, content), bytes);
        return new Words(text, entities, topic, replyTo, given, more);
    }

    public static Words sticker(String emoji) {
        ObjectNode sticker = Json.object()
                .put("file_id", "CAACAgIAAxkBsticker")
                .put("file_unique_id", "sticker1")
                .put("type", "regular")
                .put("width", 512)
                .put("height", 512)
                .put("is_animated", false)
                .put("is_video", false)
                .put("emoji", emoji);
        return of("").with(json -> json.set("sticker", sticker));
    }

    public static Words location(double latitude, double longitude) {
        return of("").with(json ->
                json.putObject("location").put("latitude", latitude).put("longitude", longitude));
    }

    public static Words contact(String phone, String firstName) {
        return of("").with(json ->
                json.putObject("contact").put("phone_number", phone).put("first_name", firstName));
    }

    public static Words poll(String question, String... options) {
        return of("").with(json -> {
            ObjectNode poll =
                    json.putObject("poll").put("id", "5000000000000000001").put("question", question);
            poll.put("total_voter_count", 0).put("is_closed", false).put("type", "regular");
            List<ObjectNode> all = Stream.of(options)
                    .map(option -> Json.object().put("text", option).put("voter_count", 0))
                    .toList();
            poll.set("options", Json.array(all));
        });
    }

    /** What a group says when somebody comes in: no words of anybody. */
    public static Words joined(Person who) {
        return of("").with(json -> json.putArray("new_chat_members").add(who.json()));
    }

    public static Words left(Person who) {
        return of("").with(json -> json.set("left_chat_member", who.json()));
    }

    /** Whatever else the message has; a text is left out where it is empty. */
    public Words with(Consumer<ObjectNode> edit) {
        return new Words(text, entities, topic, replyTo, media, more.andThen(edit));
    }

    /** What the message has of this. */
    void write(ObjectNode json, Files files) {
        boolean isCaption = media != null;
        List.of("text", "entities", "caption", "caption_entities").forEach(json::remove);
        if (media != null) {
            json.set(media.kind(), Files.shown(files.add(media.kind(), media.upload(), media.bytes())));
        }
        if (!text.isEmpty()) {
            json.put(isCaption ? "caption" : "text", text);
            JsonNode all = new FormattedText(text, entities).shownEntities();
            if (!all.isEmpty()) {
                json.set(isCaption ? "caption_entities" : "entities", all);
            }
        }
        more.accept(json);
    }
}
