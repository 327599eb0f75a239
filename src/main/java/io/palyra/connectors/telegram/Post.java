package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.platform.message.Upload;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * What one call makes a message of, or an album. It shows no previews: Telegram would fetch whatever is linked.
 *
 * @param chat as Telegram knows it
 * @param topicId null for the chat itself
 * @param answers the message that it quotes, if that is there; null: none
 * @param text under the files, where there are files; empty then where they stand alone
 * @param media at most ten, of one kind
 * @see <a href="https://core.telegram.org/bots/api#sendmessage">Telegram: sendMessage</a>
 */
record Post(Target chat, @Nullable Long topicId, @Nullable Long answers, TelegramText text, List<Media> media) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    BotApi.Ask ask() {
        return new BotApi.Ask(method(), chat.chat());
    }

    private String method() {
        return switch (media.size()) {
            case 0 -> "sendMessage";
            case 1 -> media.get(0).isPhoto() ? "sendPhoto" : "sendDocument";
            default -> "sendMediaGroup";
        };
    }

    /** How many of them Telegram counts. */
    int messages() {
        return Math.max(1, media.size());
    }

    boolean isAlbum() {
        return media.size() > 1;
    }

    /** For somebody who looks for it; says nothing of what stands in it. */
    String describe() {
        int chars = text.text().length();
        String files =
                switch (media.size()) {
                    case 0 -> "";
                    case 1 -> "a " + media.get(0).type();
                    default -> "an album of " + media.size() + " files";
                };
        String words = chars == 0 ? "" : "a text of " + chars + " characters";
        return files.isEmpty() || words.isEmpty() ? files + words : files + " with " + words;
    }

    /** The same to the chat that it is now, in which the message that it answers is none. */
    Post movedTo(Target newChat) {
        return new Post(newChat, topicId, null, text, media);
    }

    /** With its photos as documents. */
    Post asDocuments() {
        return new Post(
                chat,
                topicId,
                answers,
                text,
                media.stream().map(Media::asDocument).toList());
    }

    /** Whether all of it is uploaded, and is to be shown as photos. */
    boolean isOfNewPhotos() {
        return !media.isEmpty() && media.stream().allMatch(file -> file.isPhoto() && file.upload() != null);
    }

    Post withoutReply() {
        return new Post(chat, topicId, null, text, media);
    }

    RequestBody body() {
        ObjectNode arguments = arguments();
        if (media.stream().allMatch(file -> file.upload() == null)) {
            return BotApi.body(arguments);
        }
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        arguments
                .properties()
                .forEach(field -> body.addFormDataPart(
                        field.getKey(),
                        field.getValue().isContainerNode()
                                ? field.getValue().toString()
                                : field.getValue().asText()));
        for (int i = 0; i < media.size(); i++) {
            Upload upload = media.get(i).upload();
            if (upload != null) {
                MediaType type = MediaType.parse(upload.contentType());
                body.addFormDataPart(
                        part(i), upload.filename(), RequestBody.create(upload.content(), type == null ? BYTES : type));
            }
        }
        return body.build();
    }

    private ObjectNode arguments() {
        ObjectNode arguments = chat.arguments();
        if (topicId != null) {
            arguments.put("message_thread_id", topicId);
        }
        if (answers != null) {
            arguments.putObject("reply_parameters").put("message_id", answers).put("allow_sending_without_reply", true);
        }
        if (media.isEmpty()) {
            withText(arguments, text);
        } else if (!isAlbum()) {
            arguments.put(media.get(0).type(), place(0));
            withCaption(arguments, text);
        } else {
            ArrayNode album = arguments.putArray("media");
            for (int i = 0; i < media.size(); i++) {
                album.addObject().put("type", media.get(i).type()).put("media", place(i));
            }
            withCaption((ObjectNode) album.get(0), text);
        }
        return arguments;
    }

    /** The arguments of a call with a text, of which no previews are shown. */
    static ObjectNode withText(ObjectNode arguments, TelegramText text) {
        arguments.put("text", text.text());
        entities(arguments, "entities", text);
        arguments.putObject("link_preview_options").put("is_disabled", true);
        return arguments;
    }

    /** What says which file it is, with the text under it; an empty one is none. */
    static ObjectNode withCaption(ObjectNode file, TelegramText text) {
        if (!text.text().isEmpty()) {
            file.put("caption", text.text());
            entities(file, "caption_entities", text);
        }
        return file;
    }

    private static void entities(ObjectNode of, String field, TelegramText text) {
        if (!text.entities().isEmpty()) {
            of.set(field, MAPPER.valueToTree(text.entities()));
        }
    }

    private String place(int index) {
        String fileId = media.get(index).fileId();
        return fileId == null ? "attach://" + part(index) : fileId;
    }

    private static String part(int index) {
        return "file" + index;
    }
}
