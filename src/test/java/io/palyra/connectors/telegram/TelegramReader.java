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
import java.util.BitSet;
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

    /** What it takes for an address: those of tests, which end in com or co. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\p{L}\\p{N}_@/#])(?:https?://)?[a-z0-9.-]+\\.com?[/?#][^\\s<>\"«»\\u2000-\\u206F]*");

    private static final Pattern MENTION =
            Pattern.compile("(?<![\\p{L}\\p{N}_&&[^\uA7AE-\uA7FF]])@[A-Za-z0-9_]{2,32}(?![\\p{L}\\p{N}_])");

    private static final String THROWN_OUT = "\r\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u030A\u0333\u033F";

    private final byte[] text;
    private final JsonNode entities;
    private final List<Place> places;

    /** Where an entity is, in bytes. */
    private record Place(String type, int start, int end) {

        boolean holds(int at) {
            return start <= at && at < end;
        }
    }

    private TelegramReader(TelegramText message) {
        text = message.text().getBytes(StandardCharsets.UTF_16BE);
        entities = JSON.valueToTree(message.entities());
        places = entities.valueStream()
                .map(entity -> new Place(type(entity), start(entity), end(entity)))
                .toList();
    }

    /** With entities as tags. */
    static String shown(TelegramText message) {
        return new TelegramReader(message).withTags();
    }

    /** One character that people see, and how; never white space. */
    record Seen(String character, Set<String> styles) {

        @Override
        public String toString() {
            return styles.isEmpty() ? character : character + styles;
        }
    }

    /** All that people see, in its order. */
    static List<Seen> seen(TelegramText message) {
        return new TelegramReader(message).allSeen();
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
            String detail =
                    entity.path("url").asText() + entity.path("language").asText();
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

    private List<Seen> allSeen() {
        List<Seen> seen = new ArrayList<>();
        for (int at = 0; at < text.length; ) {
            boolean isPair = (text[at] & 0xFC) == 0xD8;
            int end = at + (isPair ? 4 : 2);
            String character = new String(text, at, end - at, StandardCharsets.UTF_16BE);
            Set<String> styles = new TreeSet<>();
            for (Place place : places) {
                if (place.holds(at)) {
                    styles.add(place.type());
                }
            }
            if (!Texts.isBlank(character)) {
                seen.add(new Seen(character, styles));
            }
            at = end;
        }
        return seen;
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
        return outer.equals("blockquote")
                || EMPHASIS.contains(inner)
                || EMPHASIS.contains(outer) && inner.equals("text_link");
    }

    /** The server looks at the whole text, and then leaves out what lies in addresses, code and links. */
    private List<String> findMentions() {
        StringBuilder kept = new StringBuilder();
        BitSet harmless = new BitSet();
        for (int at = 0; at < text.length; at += 2) {
            char unit = (char) ((text[at] & 0xFF) << 8 | text[at + 1] & 0xFF);
            if (THROWN_OUT.indexOf(unit) >= 0) {
                continue;
            }
            for (Place place : places) {
                boolean isPlain =
                        EMPHASIS.contains(place.type()) || place.type().equals("blockquote");
                if (!isPlain && place.holds(at)) {
                    harmless.set(kept.length());
                }
            }
            kept.append(unit);
        }
        Matcher address = ADDRESS.matcher(kept);
        while (address.find()) {
            harmless.set(address.start(), address.end());
        }
        List<String> mentions = new ArrayList<>();
        Matcher mention = MENTION.matcher(kept);
        while (mention.find()) {
            if (harmless.get(mention.start(), mention.end()).isEmpty()) {
                mentions.add(mention.group());
            }
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
