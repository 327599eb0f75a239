package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Text and entities of the bot as Telegram takes them: white space at both ends is cut, entities that reach too far are
 * cut, those that cannot be are left out. Offsets count UTF-16 units, limits code points.
 */
record FormattedText(String text, List<ObjectNode> entities) {

    private static final int BYTES_MAX = 32_768;
    private static final int ENTITIES_MAX = 100;
    private static final Set<String> CODE = Set.of("code", "pre");
    private static final Set<String> TYPES = Set.of(
            "bold",
            "italic",
            "underline",
            "strikethrough",
            "spoiler",
            "blockquote",
            "expandable_blockquote",
            "code",
            "pre",
            "text_link",
            "text_mention",
            "custom_emoji",
            "date_time");

    /** Telegram finds these by itself, and ignores them in a request. */
    private static final Set<String> FOUND =
            Set.of("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number");

    FormattedText {
        entities = List.copyOf(entities);
    }

    static FormattedText read(Call call, String textName, String entitiesName) throws TelegramError {
        return read(call.text(textName), call.text("parse_mode"), call.json(entitiesName));
    }

    static FormattedText read(String raw, String parseMode, JsonNode given) throws TelegramError {
        if (raw.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw TelegramError.badRequest("text is too long");
        }
        if (!parseMode.isEmpty()) {
            throw TelegramError.badRequest("unsupported parse_mode");
        }
        int start = 0;
        int end = raw.length();
        while (end > 0 && isBlank(raw.charAt(end - 1))) {
            end--;
        }
        while (start < end && isBlank(raw.charAt(start))) {
            start++;
        }
        List<ObjectNode> entities = new ArrayList<>();
        for (JsonNode entity : given) {
            if (entities.size() < ENTITIES_MAX) {
                entity(entity, start, end).forEach(entities::add);
            }
        }
        entities.sort(Comparator.<ObjectNode>comparingInt(entity -> offset(entity))
                .thenComparing(Comparator.<ObjectNode>comparingInt(entity -> end(entity))
                        .reversed()));
        return new FormattedText(raw.substring(start, end), outsideOfCode(entities));
    }

    private static Stream<ObjectNode> entity(JsonNode given, int start, int end) throws TelegramError {
        String type = given.path("type").asText();
        if (FOUND.contains(type)) {
            return Stream.empty();
        }
        if (!TYPES.contains(type)) {
            throw TelegramError.badRequest("can't parse MessageEntity: unsupported type specified");
        }
        int from = Math.max(given.path("offset").asInt(), start);
        int to = Math.min(given.path("offset").asInt() + given.path("length").asInt(), end);
        if (to <= from) {
            return Stream.empty();
        }
        ObjectNode entity =
                ((ObjectNode) given.deepCopy()).put("offset", from - start).put("length", to - from);
        return Stream.of(entity);
    }

    /** Nothing may stand within code. */
    private static List<ObjectNode> outsideOfCode(List<ObjectNode> sorted) {
        List<ObjectNode> kept = new ArrayList<>();
        int codeEnd = 0;
        for (ObjectNode entity : sorted) {
            if (offset(entity) < codeEnd) {
                continue;
            }
            kept.add(entity);
            if (CODE.contains(entity.path("type").asText())) {
                codeEnd = end(entity);
            }
        }
        return kept;
    }

    static boolean isBlank(char unit) {
        return Character.isWhitespace(unit)
                || "\u00a0\u180e\u200b\u200c\u200d\u200e\u200f\u202e\u202f\u205f\u2060\u2800\u3000\ufeff\ufffc"
                                .indexOf(unit)
                        >= 0;
    }

    int codePoints() {
        return text.codePointCount(0, text.length());
    }

    /** With what Telegram found by itself. */
    JsonNode shownEntities() {
        return Json.array(Stream.concat(entities.stream(), Autolinks.of(text, entities).stream())
                .sorted(Comparator.comparingInt(FormattedText::offset))
                .toList());
    }

    static int offset(JsonNode entity) {
        return entity.path("offset").asInt();
    }

    static int end(JsonNode entity) {
        return offset(entity) + entity.path("length").asInt();
    }
}
