package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.isThere;
import static io.palyra.connectors.platform.message.JsonFields.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.message.AttachmentReader;
import io.palyra.connectors.protocol.AttachmentRef;
import java.util.List;

/**
 * The files of a message. Each is known by its {@code file_id}, which this bot alone can use: the address that it can be fetched
 * from has the token in it, and is told to nobody. Never throws.
 *
 * @see <a href="https://core.telegram.org/bots/api#file">Telegram: File</a>
 */
final class ReceivedFiles {

    private static final AttachmentReader.Fields FIELDS =
            new AttachmentReader.Fields("file_id", null, "file_name", "mime_type", "file_size", "width", "height");

    /** What moves is a document as well, with the same id, for clients that do not know it. */
    private static final String[] KINDS = {"animation", "audio", "document", "video", "video_note", "voice"};

    private ReceivedFiles() {}

    /** @param leftOut counts those whose description makes no sense */
    static List<AttachmentRef> of(JsonNode message, LeftOut leftOut) {
        AttachmentReader files = new AttachmentReader(FIELDS, TelegramFiles.ORIGIN, leftOut);
        files.file(largest(list(message, "photo")), "image/jpeg");
        for (String kind : KINDS) {
            files.file(message.path(kind));
        }
        files.file(message.path("sticker"), stickerType(message.path("sticker")));
        return files.files();
    }

    /** Telegram gives a picture in several sizes. */
    private static JsonNode largest(JsonNode sizes) {
        JsonNode largest = MissingNode.getInstance();
        for (JsonNode size : sizes) {
            if (!isThere(largest) || pixels(size) >= pixels(largest)) {
                largest = size;
            }
        }
        return largest;
    }

    private static long pixels(JsonNode size) {
        return size.path("width").asLong() * size.path("height").asLong();
    }

    private static String stickerType(JsonNode sticker) {
        return sticker.path("is_video").asBoolean()
                ? "video/webm"
                : sticker.path("is_animated").asBoolean() ? "application/x-tgsticker" : "image/webp";
    }
}
