package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.message.InboundTexts;
import io.palyra.connectors.platform.message.TextLines;
import io.palyra.connectors.protocol.Texts;

/**
 * What people read in a message: its content, and what Discord keeps outside it: forwards, embeds, polls, stickers,
 * components. Never throws, whatever the message looks like.
 *
 * @see <a href="https://discord.com/developers/docs/resources/message#message-object">Discord: Message Object</a>
 */
final class MessageText {

    /** A forward of a forward of a forward; what is below is not read. */
    private static final int FORWARDS_MAX = 4;

    private final TextLines lines = new TextLines();
    private final LeftOut leftOut;

    private MessageText(LeftOut leftOut) {
        this.leftOut = leftOut;
    }

    /** Empty where there is nothing to read; at most as long as a body may be. */
    static String of(JsonNode message, LeftOut leftOut) {
        return InboundTexts.body(all(message, leftOut), leftOut);
    }

    /** The message that another one answers, in short. */
    static String quoted(JsonNode message) {
        return InboundTexts.quote(all(message, new LeftOut()));
    }

    private static String all(JsonNode message, LeftOut leftOut) {
        MessageText read = new MessageText(leftOut);
        read.message(message, 0);
        return read.lines.toString();
    }

    private void message(JsonNode message, int forwards) {
        lines.add(text(message, "content"));
        for (JsonNode snapshot : list(message, "message_snapshots")) {
            if (forwards < FORWARDS_MAX) {
                lines.add("[forwarded message]");
                message(snapshot.path("message"), forwards + 1);
            }
        }
        for (JsonNode embed : list(message, "embeds")) {
            if (EmbedText.isLinkPreview(embed, message)) {
                leftOut.add(LeftOut.Kind.LINK_PREVIEW);
            } else {
                EmbedText.lines(embed).forEach(lines::add);
            }
        }
        poll(message.path("poll"));
        for (JsonNode sticker : list(message, "sticker_items")) {
            lines.add("[sticker" + named(text(sticker, "name")) + "]");
        }
        ComponentText.lines(list(message, "components")).forEach(lines::add);
    }

    private void poll(JsonNode poll) {
        if (!poll.isObject()) {
            return;
        }
        lines.add("[poll" + named(text(poll.path("question"), "text")) + "]");
        for (JsonNode answer : list(poll, "answers")) {
            JsonNode shown = answer.path("poll_media");
            String label = (text(shown.path("emoji"), "name") + " " + text(shown, "text")).strip();
            lines.add(label.isEmpty() ? "" : "- " + label);
        }
    }

    private static String named(String name) {
        return Texts.isBlank(name) ? "" : ": " + name.strip();
    }
}
