package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.InboundTexts.linked;
import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;
import static io.palyra.connectors.slack.SlackTextTokens.decoded;
import static io.palyra.connectors.slack.SlackTextTokens.unescaped;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.markdown.TextStyle;
import io.palyra.connectors.platform.message.TextLines;
import io.palyra.connectors.protocol.Texts;
import java.util.Locale;

/**
 * The words of Block Kit: texts, labels of buttons, what is said of pictures.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Slack: Blocks</a>
 */
final class SlackTextBlocks {

    /** Slack nests three deep. */
    private static final int LEVELS_MAX = 8;

    private final TextLines lines = new TextLines();

    private SlackTextBlocks() {}

    static String read(JsonNode blocks) {
        SlackTextBlocks read = new SlackTextBlocks();
        blocks.forEach(read::block);
        return read.lines.toString();
    }

    private void block(JsonNode block) {
        switch (text(block, "type")) {
            case "rich_text" -> list(block, "elements").forEach(this::richText);
            case "context", "actions", "context_actions" ->
                list(block, "elements").forEach(this::element);
            case "table" -> list(block, "rows").forEach(this::row);
            default -> {
                element(block);
                list(block, "fields").forEach(field -> lines.add(object(field)));
                element(block.path("accessory"));
                element(block.path("element"));
            }
        }
    }

    /** Also a block that is one: an image, a header, a section. */
    private void element(JsonNode element) {
        switch (text(element, "type")) {
            case "button", "workflow_button" ->
                lines.add(bracketed("button", linked(object(element.path("text")), text(element, "url"))));
            case "image" -> {
                lines.add(object(element.path("title")));
                lines.add(unescaped(text(element, "alt_text")));
            }
            case "video" -> {
                lines.add(linked(object(element.path("title")), text(element, "title_url")));
                lines.add(object(element.path("description")));
            }
            case "mrkdwn", "plain_text" -> lines.add(object(element));
            case "input" -> lines.add(object(element.path("label")));
            default -> {
                lines.add(object(element.path("text")));
                choices(element);
            }
        }
    }

    private void choices(JsonNode menu) {
        TextLines options = new TextLines();
        options.add(object(menu.path("placeholder")));
        list(menu, "options").forEach(option -> options.add(object(option.path("text"))));
        lines.add(bracketed("menu", options.toString().replace("\n", ", ")));
    }

    /** A text object, or a text. */
    private static String object(JsonNode object) {
        if (object.isTextual()) {
            return decoded(object.asText());
        }
        return text(object, "type").equals("plain_text")
                ? unescaped(text(object, "text"))
                : decoded(text(object, "text"));
    }

    private void row(JsonNode row) {
        StringBuilder line = new StringBuilder();
        for (JsonNode cell : row) {
            line.append(line.isEmpty() ? "" : " | ");
            line.append(
                    text(cell, "type").equals("rich_text")
                            ? inline(cell, 0).replace('\n', ' ')
                            : unescaped(text(cell, "text")));
        }
        lines.add(line.toString());
    }

    private void richText(JsonNode part) {
        switch (text(part, "type")) {
            case "rich_text_list" -> items(part);
            case "rich_text_quote" -> lines.add("> " + inline(part, 0).replace("\n", "\n> "));
            case "rich_text_preformatted" -> lines.add("```\n" + inline(part, 0) + "\n```");
            default -> lines.add(inline(part, 0).stripTrailing());
        }
    }

    private void items(JsonNode items) {
        boolean numbered = text(items, "style").equals("ordered");
        String indent = "    "
                .repeat(Math.max(0, Math.min(LEVELS_MAX, items.path("indent").asInt())));
        int number = items.path("offset").asInt();
        for (JsonNode item : list(items, "elements")) {
            number++;
            String words = inline(item, 0).strip();
            lines.add(Texts.isBlank(words) ? "" : indent + (numbered ? number + ". " : "• ") + words);
        }
    }

    private static String inline(JsonNode part, int level) {
        StringBuilder words = new StringBuilder();
        for (JsonNode element : list(part, "elements")) {
            words.append(
                    list(element, "elements").isEmpty()
                            ? word(element)
                            : level < LEVELS_MAX ? inline(element, level + 1) : "");
        }
        return words.toString();
    }

    private static String word(JsonNode element) {
        String words = unescaped(text(element, "text"));
        return switch (text(element, "type")) {
            case "text" -> styled(words, element.path("style"));
            case "link" -> linked(words, unescaped(text(element, "url")));
            case "user" -> "<@" + text(element, "user_id") + ">";
            case "channel" -> "<#" + text(element, "channel_id") + ">";
            case "usergroup" -> "<!subteam^" + text(element, "usergroup_id") + ">";
            case "emoji" -> ":" + text(element, "name") + ":";
            case "broadcast" -> "@" + text(element, "range");
            case "date" -> unescaped(text(element, "fallback"));
            case "color" -> text(element, "value");
            default -> words;
        };
    }

    /** Marks as the text of a message has them. */
    private static String styled(String words, JsonNode style) {
        if (Texts.isBlank(words) || words.contains("\n")) {
            return words;
        }
        String marked = style.path("code").asBoolean() ? "`" + words + "`" : words;
        for (TextStyle one : TextStyle.values()) {
            if (style.path(one.name().toLowerCase(Locale.ROOT)).asBoolean()
                    && words.strip().equals(words)) {
                marked = MrkdwnText.mark(one) + marked + MrkdwnText.mark(one);
            }
        }
        return marked;
    }

    private static String bracketed(String what, String words) {
        return Texts.isBlank(words) ? "" : "[" + what + ": " + words + "]";
    }
}
