package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.isThere;
import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files of a message. Each is known by its {@code file_id}, which this bot alone can use: the address that it can be fetched
 * from has the token in it, and is told to nobody. Never throws.
 *
 * @see <a href="https://core.telegram.org/bots/api#file">Telegram: File</a>
 */
final class ReceivedFiles {

    private static final String[] KINDS = {"animation", "audio", "document", "sticker", "video", "video_note", "voice"};

    private ReceivedFiles() {}

    /** @param leftOut counts those whose description makes no sense */
    static List<AttachmentRef> of(JsonNode message, LeftOut leftOut) {
        List<AttachmentRef> files = new ArrayList<>();
        JsonNode photo = largest(list(message, "photo"));
        if (photo != null) {
            add(files, photo, "image/jpeg", leftOut);
        }
        for (String kind : KINDS) {
            JsonNode file = message.path(kind);
            // What moves is a document as well, for clients that do not know it
            boolean isRepeated = kind.equals("document") && isThere(message.path("animation"));
            if (isThere(file) && !isRepeated) {
                add(files, file, kind.equals("sticker") ? stickerType(file) : text(file, "mime_type"), leftOut);
            }
        }
        return List.copyOf(files);
    }

    /** Telegram gives a picture in several sizes. */
    private static @Nullable JsonNode largest(JsonNode sizes) {
        JsonNode largest = null;
        for (JsonNode size : sizes) {
            if (largest == null || pixels(size) >= pixels(largest)) {
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

    private static void add(List<AttachmentRef> files, JsonNode file, String contentType, LeftOut leftOut) {
        try {
            files.add(described(file, contentType));
        } catch (InvalidEnvelopeException e) {
            leftOut.add(LeftOut.Kind.ATTACHMENT);
        }
    }

    private static AttachmentRef described(JsonNode file, String contentType) {
        String fileId = text(file, "file_id");
        if (fileId.isBlank()) {
            throw new InvalidEnvelopeException("file_id", "is required");
        }
        boolean isShort = Texts.isLine(fileId, AttachmentRef.ID_BYTES_MAX);
        String type = contentType.toLowerCase(Locale.ROOT);
        JsonNode size = file.path("file_size");
        return new AttachmentRef(
                type.startsWith("image/") && !type.startsWith("image/svg") ? AttachmentKind.IMAGE : AttachmentKind.FILE,
                isShort ? fileId : null,
                null,
                isShort ? null : TelegramFiles.ARTIFACT + fileId,
                line(text(file, "file_name"), AttachmentRef.FILENAME_BYTES_MAX),
                line(type, AttachmentRef.CONTENT_TYPE_BYTES_MAX),
                size.canConvertToLong() && size.longValue() >= 0 ? size.longValue() : null,
                null,
                TelegramFiles.ORIGIN,
                null,
                false,
                null,
                pixelsOf(file, "width"),
                pixelsOf(file, "height"));
    }

    private static @Nullable String line(String value, int bytesMax) {
        return Texts.isLine(value, bytesMax) ? value : null;
    }

    private static @Nullable Integer pixelsOf(JsonNode file, String field) {
        JsonNode value = file.path(field);
        return value.canConvertToInt() && value.intValue() > 0 ? value.intValue() : null;
    }
}
