package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.message.InboundTexts;
import io.palyra.connectors.platform.message.TextLines;
import io.palyra.connectors.protocol.Texts;
import java.util.List;

/**
 * What people read in a message: its text or its blocks, which mostly say the same, and what bots and shared messages attach.
 * Never throws, whatever the message looks like.
 *
 * @see <a href="https://docs.slack.dev/messaging">Slack: Messaging</a>
 */
final class SlackText {

    /** A message that shares one that shares one; what is below is not read. */
    private static final int SHARED_MAX = 4;

    private final TextLines lines = new TextLines();
    private final LeftOut leftOut;

    private SlackText(LeftOut leftOut) {
        this.leftOut = leftOut;
    }

    /** Empty where there is nothing to read; at most as long as a body may be. */
    static String of(JsonNode message, LeftOut leftOut) {
        SlackText read = new SlackText(leftOut);
        read.message(message, 0);
        return InboundTexts.body(read.lines.toString(), leftOut);
    }

    private void message(JsonNode message, int depth) {
        lines.add(words(message));
        for (JsonNode attachment : list(message, "attachments")) {
            if (isShared(attachment)) {
                shared(attachment, depth);
            } else if (isLinkPreview(attachment, message)) {
                leftOut.add(LeftOut.Kind.LINK_PREVIEW);
            } else {
                attached(attachment);
            }
        }
    }

    /**
     * What the message itself says, once. People's texts say all that their blocks do. Clients show the blocks of a bot; its
     * text, which they show in notifications, counts where it is the longer one.
     */
    private static String words(JsonNode message) {
        String written = SlackTextTokens.decoded(text(message, "text"));
        if (!Texts.isBlank(written) && !isMade(message)) {
            return written;
        }
        String shown = SlackTextBlocks.read(list(message, "blocks"));
        if (says(written, shown)) {
            return written;
        }
        return letters(shown).length() >= letters(written).length() ? shown : written + "\n" + shown;
    }

    private static boolean isMade(JsonNode message) {
        return !text(message, "bot_id").isEmpty() || !text(message, "app_id").isEmpty();
    }

    /** Whether a text says all that another one does: the same letters, whatever is between them. */
    private static boolean says(String text, String other) {
        return letters(text).contains(letters(other));
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        text.codePoints().filter(Character::isLetter).forEach(letters::appendCodePoint);
        return letters.toString();
    }

    private static boolean isShared(JsonNode attachment) {
        return attachment.path("is_share").asBoolean()
                || attachment.path("is_msg_unfurl").asBoolean()
                || list(attachment, "message_blocks").size() > 0;
    }

    private void shared(JsonNode attachment, int depth) {
        if (depth >= SHARED_MAX) {
            return;
        }
        String author = text(attachment, "author_name").strip();
        lines.add(author.isEmpty() ? "[forwarded message]" : "[forwarded message: " + author + "]");
        String said = SlackTextTokens.decoded(text(attachment, "text"));
        StringBuilder blocks = new StringBuilder();
        for (JsonNode shared : list(attachment, "message_blocks")) {
            String shown = SlackTextBlocks.read(list(shared.path("message"), "blocks"));
            blocks.append(blocks.isEmpty() || shown.isEmpty() ? "" : "\n").append(shown);
        }
        String shown = says(said, blocks.toString()) ? said : blocks.toString();
        lines.add(Texts.isBlank(shown) ? SlackTextTokens.decoded(text(attachment, "fallback")) : shown);
        for (JsonNode file : list(attachment, "files")) {
            String name = text(file, "name").isBlank() ? text(file, "title") : text(file, "name");
            lines.add(Texts.isBlank(name) ? "" : "[file: " + name.strip() + "]");
        }
        for (JsonNode inner : list(attachment, "attachments")) {
            if (isShared(inner)) {
                shared(inner, depth + 1);
            } else {
                attached(inner);
            }
        }
    }

    /** What Slack, or an app, shows of a page whose link stands in the text: not the writer's words. */
    private static boolean isLinkPreview(JsonNode attachment, JsonNode message) {
        String page = text(attachment, "original_url").isBlank()
                ? text(attachment, "from_url")
                : text(attachment, "original_url");
        return attachment.path("is_app_unfurl").asBoolean()
                || !page.isBlank()
                        && SlackTextTokens.decoded(text(message, "text")).contains(page);
    }

    private void attached(JsonNode attachment) {
        TextLines own = new TextLines();
        List.of("pretext", "author_name").forEach(field -> own.add(decoded(attachment, field)));
        own.add(InboundTexts.linked(decoded(attachment, "title"), text(attachment, "title_link")));
        String said = decoded(attachment, "text");
        String shown = SlackTextBlocks.read(list(attachment, "blocks"));
        own.add(says(said, shown) ? said : shown);
        for (JsonNode field : list(attachment, "fields")) {
            own.add(named(decoded(field, "title"), decoded(field, "value")));
        }
        for (JsonNode action : list(attachment, "actions")) {
            String label = InboundTexts.linked(decoded(action, "text"), text(action, "url"));
            own.add(Texts.isBlank(label) ? "" : "[button: " + label + "]");
        }
        own.add(decoded(attachment, "footer"));
        String words = own.toString();
        lines.add(words.isEmpty() ? decoded(attachment, "fallback") : words);
    }

    private static String decoded(JsonNode of, String field) {
        return SlackTextTokens.decoded(text(of, field));
    }

    private static String named(String name, String value) {
        return Texts.isBlank(name) || Texts.isBlank(value) ? name + value : name + ": " + value;
    }
}
