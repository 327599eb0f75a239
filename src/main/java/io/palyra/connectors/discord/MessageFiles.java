package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.message.AttachmentReader;
import io.palyra.connectors.protocol.AttachmentRef;
import java.util.List;

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

    private static final AttachmentReader.Fields FIELDS =
            new AttachmentReader.Fields("id", "url", "filename", "content_type", "size", "width", "height");

    private final AttachmentReader files;

    private MessageFiles(LeftOut leftOut) {
        this.files = new AttachmentReader(FIELDS, ORIGIN, leftOut);
    }

    static List<AttachmentRef> of(JsonNode message, LeftOut leftOut) {
        MessageFiles read = new MessageFiles(leftOut);
        read.message(message, 0);
        return read.files.files();
    }

    private void message(JsonNode message, int forwards) {
        list(message, "attachments").forEach(files::file);
        list(message, "sticker_items").forEach(this::sticker);
        for (JsonNode embed : list(message, "embeds")) {
            if (!EmbedText.isLinkPreview(embed, message)) {
                files.picture(embed.path("image"));
            }
        }
        ComponentText.each(list(message, "components"), component -> {
            files.file(component.path("media"));
            files.file(component.path("file"));
            list(component, "items").forEach(item -> files.file(item.path("media")));
        });
        if (forwards < FORWARDS_MAX) {
            list(message, "message_snapshots").forEach(snapshot -> message(snapshot.path("message"), forwards + 1));
        }
    }

    private void sticker(JsonNode sticker) {
        int format = sticker.path("format_type").asInt();
        String id = text(sticker, "id");
        if (!id.isEmpty() && (format == STICKER_PNG || format == STICKER_APNG || format == STICKER_GIF)) {
            files.picture(STICKERS + id + (format == STICKER_GIF ? ".gif" : ".png"));
        }
    }
}
