package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palyra.connectors.protocol.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message as Telegram's server and clients do: from the JSON that it gets, and counting UTF-16 units in bytes.
 *
 * @see <a href="https://core.telegram.org/api/entities">Telegram: Styled text with message entities</a>
 */
final class TelegramReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> EMPHASIS = Set.of("bold", "italic", "strikethrough");
    private static final Set<String> CODE = Set.of("pre", "code");

    private final byte[] text;
    private final JsonNode entities;

    private TelegramReader(TelegramText message) {
        text = message.text().getBytes(StandardCharsets.UTF_16BE);
        entities = JSON.valueToTree(message.entities());
    }

    /** With entities as tags. */
    static String shown(TelegramText message) {
        return new TelegramReader(message).withTags();
    }

    /** What the server would refuse, drop or move. */
    static List<String> defects(TelegramText message) {
        return new TelegramReader(message).findDefects();
    }

    /** Names that somebody would be pinged by. */
    static List<String> mentions(TelegramText message) {
        return new TelegramReader(message).findMentions();
    }

    private String withTags() {
        TreeMap<Integer, String> closing = new TreeMap<>();
        TreeMap<Integer, String> opening = new TreeMap<>();
        for (JsonNode entity : entities) {
            String tag =
                    switch (entity.path("type").asText()) {
                        case "text_link" -> "a";
                        case "bold" -> "b";
                        case "italic" -> "i";
                        case "strikethrough" -> "s";
                        case "blockquote" -> "q";
                        default -> entity.path("type").asText();
                    };
            String detail = entity.path("url").asText() + entity.path("language").asText();
            opening.merge(start(entity), "<" + tag + (detail.isEmpty() ? "" : " " + detail) + ">", String::concat);
            closing.merge(end(entity), "</" + tag + ">", (inner, outer) -> outer + inner);
        }
        StringBuilder shown = new StringBuilder();
        int from = 0;
        TreeSet<Integer> places = new TreeSet<>(closing.keySet());
        places.addAll(opening.keySet());
        places.add(text.length);
        for (int at : places) {
            shown.append(new String(text, from, at - from, StandardCharsets.UTF_16BE))
                    .append(closing.getOrDefault(at, ""))
                    .append(opening.getOrDefault(at, ""));
            from = at;
        }
        return shown.toString();
    }

    private List<String> findDefects() {
        List<String> defects = new ArrayList<>();
        String all = decoded(text, 0, text.length);
        if (all == null) {
            return List.of("the text is no UTF-16");
        }
        if (entities.size() > 100) {
            defects.add(entities.size() + " entities");
        }
        Deque<JsonNode> open = new ArrayDeque<>();
        int before = 0;
        for (JsonNode entity : entities) {
            int start = start(entity);
            int end = end(entity);
            if (start < before || start >= end || end > text.length) {
                defects.add("out of place: " + entity);
                continue;
            }
            before = start;
            String words = decoded(text, start, end);
            if (words == null) {
                defects.add("cuts a pair: " + entity);
            } else if (Texts.isBlank(words)) {
                defects.add("nothing to see: " + entity);
            }
            while (!open.isEmpty() && end(open.peek()) <= start) {
                open.pop();
            }
            for (JsonNode outer : open) {
                if (end > end(outer)) {
                    defects.add(entity + " crosses " + outer);
                }
                if (!mayHold(type(outer), type(entity))) {
                    defects.add(entity + " is within " + outer);
                }
            }
            open.push(entity);
        }
        if (!all.equals(all.stripTrailing())) {
            defects.add("ends with white space");
        }
        return defects;
    }

    private static boolean mayHold(String outer, String inner) {
        if (outer.equals(inner) || CODE.contains(outer)) {
            return false;
        }
        return outer.equals("blockquote") || EMPHASIS.contains(inner) || EMPHASIS.contains(outer) && inner.equals("text_link");
    }

    private List<String> findMentions() {
        byte[] seen = text.clone();
        for (JsonNode entity : entities) {
            if (!EMPHASIS.contains(type(entity)) && !type(entity).equals("blockquote")) {
                for (int at = start(entity); at < end(entity); at += 2) {
                    seen[at] = 0;
                    seen[at + 1] = ' ';
                }
            }
        }
        String plain = String.valueOf(decoded(seen, 0, seen.length))
                .replaceAll("[\\u2028-\\u202E\\u030A\\u0333\\u033F]", "");
        Matcher mention = Pattern.compile("(?<![\\p{L}\\p{N}_])@[A-Za-z0-9_]{2,32}(?![\\p{L}\\p{N}_])").matcher(plain);
        List<String> mentions = new ArrayList<>();
        while (mention.find()) {
            mentions.add(mention.group());
        }
        return mentions;
    }

    private static String type(JsonNode entity) {
        return entity.path("type").asText();
    }

    private static int start(JsonNode entity) {
        return 2 * entity.path("offset").asInt();
    }

    private static int end(JsonNode entity) {
        return start(entity) + 2 * entity.path("length").asInt();
    }

    private static @Nullable String decoded(byte[] bytes, int start, int end) {
        try {
            return StandardCharsets.UTF_16BE
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, end)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
