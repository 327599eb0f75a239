package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files and pictures of a message, those of what it forwards included, each once. One whose description makes no sense
 * is left out, and counted; the message is not. Never throws.
 *
 * @see <a href="https://discord.com/developers/docs/resources/message#attachment-object">Discord: Attachment Object</a>
 */
final class MessageFiles {

    private static final String ORIGIN = "discord";
    private static final String STICKERS = "https://media.discordapp.net/stickers/";

    /** Formats of stickers: PNG, APNG, GIF; a Lottie animation is no picture. Source: Discord, Sticker Format Types. */
    private static final int STICKER_PNG = 1;

    private static final int STICKER_APNG = 2;
    private static final int STICKER_GIF = 4;

    private static final int FORWARDS_MAX = 4;

    private final List<AttachmentRef> files = new ArrayList<>();
    private final Set<String> urls = new HashSet<>();
    private final LeftOut leftOut;

    private MessageFiles(LeftOut leftOut) {
        this.leftOut = leftOut;
    }

    static List<AttachmentRef> of(JsonNode message, LeftOut leftOut) {
        MessageFiles read = new MessageFiles(leftOut);
        read.message(message, 0);
        return read.files;
    }

    private void message(JsonNode message, int forwards) {
        list(message, "attachments").forEach(this::attachment);
        list(message, "sticker_items").forEach(this::sticker);
        for (JsonNode embed : list(message, "embeds")) {
            if (!EmbedText.isLinkPreview(embed, message)) {
                picture(embed.path("image"));
            }
        }
        ComponentText.each(list(message, "components"), component -> {
            attachment(component.path("media"));
            attachment(component.path("file"));
            list(component, "items").forEach(item -> attachment(item.path("media")));
        });
        if (forwards < FORWARDS_MAX) {
            list(message, "message_snapshots").forEach(snapshot -> message(snapshot.path("message"), forwards + 1));
        }
    }

    private void sticker(JsonNode sticker) {
        int format = sticker.path("format_type").asInt();
        String id = text(sticker, "id");
        if (!id.isEmpty() && (format == STICKER_PNG || format == STICKER_APNG || format == STICKER_GIF)) {
            add(() -> AttachmentRef.ofUrl(
                    AttachmentKind.IMAGE, STICKERS + id + (format == STICKER_GIF ? ".gif" : ".png")));
        }
    }

    private void picture(JsonNode image) {
        if (isThere(image)) {
            add(() -> file(image, AttachmentKind.IMAGE));
        }
    }

    private void attachment(JsonNode given) {
        if (isThere(given)) {
            String type = text(given, "content_type").toLowerCase(Locale.ROOT);
            boolean image = type.startsWith("image/") && !type.startsWith("image/svg");
            add(() -> file(given, image ? AttachmentKind.IMAGE : AttachmentKind.FILE));
        }
    }

    @FunctionalInterface
    private interface Description {

        /** @throws InvalidEnvelopeException where it makes no sense */
        AttachmentRef read();
    }

    private void add(Description description) {
        try {
            AttachmentRef file = description.read();
            if (file.url() != null && !urls.add(file.url())) {
                return;
            }
            if (files.size() < AttachmentRef.PER_MESSAGE_MAX) {
                files.add(file);
                return;
            }
        } catch (InvalidEnvelopeException e) {
            // Counted like one too many
        }
        leftOut.add(LeftOut.Kind.ATTACHMENT);
    }

    /** A text that does not fit is left out of the description; numbers that cannot be are the sign of a broken one. */
    private static AttachmentRef file(JsonNode given, AttachmentKind kind) {
        if (text(given, "url").isBlank()) {
            throw new InvalidEnvelopeException("url", "is required");
        }
        return new AttachmentRef(
                kind,
                within(given, "id", AttachmentRef.ID_BYTES_MAX),
                within(given, "url", AttachmentRef.URL_BYTES_MAX),
                null,
                within(given, "filename", AttachmentRef.FILENAME_BYTES_MAX),
                within(given, "content_type", AttachmentRef.CONTENT_TYPE_BYTES_MAX),
                number(given, "size"),
                null,
                ORIGIN,
                null,
                false,
                null,
                pixels(given, "width"),
                pixels(given, "height"));
    }

    private static boolean isThere(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private static @Nullable String within(JsonNode given, String field, int bytesMax) {
        String value = text(given, field);
        return Texts.isLine(value, bytesMax) ? value : null;
    }

    private static @Nullable Long number(JsonNode given, String field) {
        JsonNode value = given.path(field);
        if (!isThere(value)) {
            return null;
        }
        if (!value.canConvertToLong()) {
            throw new InvalidEnvelopeException(field, "must be a number");
        }
        return value.longValue();
    }

    private static @Nullable Integer pixels(JsonNode given, String field) {
        Long value = number(given, field);
        if (value != null && value != value.intValue()) {
            throw new InvalidEnvelopeException(field, "value exceeds size limit");
        }
        return value == null ? null : value.intValue();
    }
}
