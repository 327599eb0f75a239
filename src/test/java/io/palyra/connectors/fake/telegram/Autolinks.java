package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The entities that Telegram finds in plain text by itself: names that ping, commands, links. */
final class Autolinks {

    private static final Set<String> CLOSED = Set.of("code", "pre", "text_link");
    private static final Map<String, Pattern> KINDS = Map.of(
            "mention", Pattern.compile("(?<![\\w@/])@\\w{3,32}\\b"),
            "bot_command", Pattern.compile("(?<![\\w/@])/\\w{1,64}(@\\w{3,32})?\\b"),
            "url", Pattern.compile("\\bhttps?://[^\\s<>\"]+"));

    private Autolinks() {}

    static List<ObjectNode> of(String text, List<ObjectNode> entities) {
        return KINDS.entrySet().stream()
                .flatMap(kind -> kind.getValue().matcher(text).results().map(found -> Json.object()
                        .put("offset", found.start())
                        .put("length", found.end() - found.start())
                        .put("type", kind.getKey())))
                .filter(found -> entities.stream()
                        .filter(entity -> CLOSED.contains(entity.path("type").asText()))
                        .noneMatch(entity -> FormattedText.offset(entity) < FormattedText.end(found)
                                && FormattedText.offset(found) < FormattedText.end(entity)))
                .toList();
    }

    /** The names that are pinged, each with its {@code @}. */
    static List<String> mentions(FormattedText text) {
        return of(text.text(), text.entities()).stream()
                .filter(entity -> entity.path("type").asText().equals("mention"))
                .map(entity -> text.text().substring(FormattedText.offset(entity), FormattedText.end(entity)))
                .toList();
    }
}
