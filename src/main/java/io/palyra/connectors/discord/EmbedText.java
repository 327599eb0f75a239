package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.Texts;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of an embed.
 *
 * @see <a href="https://discord.com/developers/docs/resources/message#embed-object">Discord: Embed Object</a>
 */
final class EmbedText {

    private static final String RICH = "rich";

    /** What authors write in place of a name, as Discord insists on one. */
    private static final String NO_NAME = "\u200b";

    private EmbedText() {}

    /**
     * Whether it only shows a page whose link somebody has written: not his words. What a bot has made itself is no
     * preview, even if it links to what its text does.
     */
    static boolean isLinkPreview(JsonNode embed, JsonNode message) {
        String url = text(embed, "url");
        boolean made =
                MessageTree.isBot(message) && RICH.equals(embed.path("type").asText(RICH));
        return !made && !url.isBlank() && text(message, "content").contains(url);
    }

    static List<String> lines(JsonNode embed) {
        List<String> lines = new ArrayList<>();
        lines.add(linked(text(embed.path("author"), "name"), text(embed.path("author"), "url")));
        lines.add(linked(text(embed, "title"), text(embed, "url")));
        lines.add(text(embed, "description"));
        for (JsonNode field : list(embed, "fields")) {
            lines.add(named(text(field, "name").replace(NO_NAME, ""), text(field, "value")));
        }
        lines.add(text(embed.path("footer"), "text"));
        return lines;
    }

    private static String named(String name, String value) {
        if (Texts.isBlank(name) || Texts.isBlank(value)) {
            return name + value;
        }
        return name + ": " + value;
    }

    static String linked(String words, String url) {
        if (Texts.isBlank(url) || words.contains(url)) {
            return words;
        }
        return Texts.isBlank(words) ? url : words + " (" + url + ")";
    }
}
