package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Texts;

/**
 * What people read in a message: its content, and what Discord keeps outside it: forwards, embeds, polls, stickers,
 * components. Never throws, whatever the message looks like.
 *
 * @see <a href="https://discord.com/developers/docs/resources/message#message-object">Discord: Message Object</a>
 */
final class MessageText {

    private static final String CUT = "\n[cut]";
    private static final String CUT_QUOTE = "…";

    /** A forward of a forward of a forward; what is below is not read. */
    private static final int FORWARDS_MAX = 4;

    /** Characters after which nothing more is collected: more than are kept. */
    private static final int CHARS_MAX = 2 * InboundMessageEvent.DEFAULT_BODY_BYTES_MAX;

    private final StringBuilder text = new StringBuilder();
    private final LeftOut leftOut;

    private MessageText(LeftOut leftOut) {
        this.leftOut = leftOut;
    }

    /** Empty where there is nothing to read; at most as long as a body may be. */
    static String of(JsonNode message, LeftOut leftOut) {
        return cut(all(message, leftOut), InboundMessageEvent.DEFAULT_BODY_BYTES_MAX, CUT, leftOut);
    }

    /** The message that another one answers, in short. */
    static String quoted(JsonNode message) {
        LeftOut unseen = new LeftOut();
        return cut(all(message, unseen), InboundMessageEvent.IN_REPLY_TO_BODY_BYTES_MAX, CUT_QUOTE, unseen);
    }

    private static String cut(String all, int bytesMax, String marker, LeftOut leftOut) {
        String fitting = Texts.fitting(all, bytesMax, marker);
        if (fitting.length() < all.length()) {
            leftOut.add(LeftOut.Kind.TEXT_END);
        }
        return fitting;
    }

    private static String all(JsonNode message, LeftOut leftOut) {
        MessageText read = new MessageText(leftOut);
        read.message(message, 0);
        return read.text.toString();
    }

    private void message(JsonNode message, int forwards) {
        line(text(message, "content"));
        for (JsonNode snapshot : list(message, "message_snapshots")) {
            if (forwards < FORWARDS_MAX) {
                line("[forwarded message]");
                message(snapshot.path("message"), forwards + 1);
            }
        }
        for (JsonNode embed : list(message, "embeds")) {
            if (EmbedText.isLinkPreview(embed, message)) {
                leftOut.add(LeftOut.Kind.LINK_PREVIEW);
            } else {
                EmbedText.lines(embed).forEach(this::line);
            }
        }
        poll(message.path("poll"));
        for (JsonNode sticker : list(message, "sticker_items")) {
            line("[sticker" + named(text(sticker, "name")) + "]");
        }
        ComponentText.lines(list(message, "components")).forEach(this::line);
    }

    private void poll(JsonNode poll) {
        if (!poll.isObject()) {
            return;
        }
        line("[poll" + named(text(poll.path("question"), "text")) + "]");
        for (JsonNode answer : list(poll, "answers")) {
            JsonNode shown = answer.path("poll_media");
            String label = (text(shown.path("emoji"), "name") + " " + text(shown, "text")).strip();
            line(label.isEmpty() ? "" : "- " + label);
        }
    }

    private static String named(String name) {
        return Texts.isBlank(name) ? "" : ": " + name.strip();
    }

    private void line(String line) {
        if (!Texts.isBlank(line) && text.length() < CHARS_MAX) {
            text.append(text.isEmpty() ? "" : "\n").append(line);
        }
    }
}
