package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.markdown.MarkdownCharacters;
import io.palyra.connectors.platform.markdown.TextStyle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A text that is being written, with its entities. Entities of emphasis are made at the end, as few as can be and properly
 * nested, around what people see and no space at its edges.
 */
final class EntityText {

    /** Telegram ignores more of them. */
    static final int ENTITIES_MAX = 100;

    /** So far it is looked which emphasis lasts longer, and so is around the other. */
    private static final int LASTING_MAX = 1_000;

    /** What is around another one first. */
    private static final Comparator<Entity> BY_PLACE = Comparator.comparingInt(Entity::offset)
            .thenComparing(Comparator.comparingInt(Entity::length).reversed())
            .thenComparing(entity -> entity.type().nesting());

    private record Open(TextStyle style, int start) {}

    private final UnaryOperator<String> cleaning;
    private final StringBuilder text = new StringBuilder();

    /** A set of styles for each character. */
    private final StringBuilder styles = new StringBuilder();

    private final List<Entity> entities = new ArrayList<>();

    /** Where emphasis does not go on. */
    private final BitSet barriers = new BitSet();

    /** @param cleaning of all that is written */
    EntityText(UnaryOperator<String> cleaning) {
        this.cleaning = cleaning;
    }

    int length() {
        return text.length();
    }

    void text(String written, int stylesOfIt) {
        String clean = cleaning.apply(written);
        text.append(clean);
        for (int i = 0; i < clean.length(); i++) {
            styles.append((char) stylesOfIt);
        }
    }

    void code(String code) {
        int start = length();
        text(code, 0);
        add(Entity.of(EntityType.CODE, start, length()));
    }

    void pre(String code, @Nullable String language) {
        int start = length();
        text(code, 0);
        add(Entity.pre(start, length(), language == null ? null : cleaning.apply(language)));
    }

    void link(String words, String url, int stylesOfIt) {
        int start = length();
        text(words, stylesOfIt);
        add(Entity.link(start, length(), cleaning.apply(url)));
    }

    /** What was written from there on is a quote, which may hold any other entities. */
    void quote(int start) {
        barriers.set(start);
        barriers.set(length());
        add(Entity.of(EntityType.BLOCKQUOTE, start, length()));
    }

    /** Where there is something to see. */
    private void add(Entity entity) {
        for (int at = entity.offset(); at < entity.end(); at++) {
            if (!MarkdownCharacters.isSpace(text.charAt(at))) {
                entities.add(entity);
                return;
            }
        }
    }

    TelegramText build() {
        stylesOfSpaces();
        emphasis();
        return new TelegramText(
                text.toString(),
                entities.stream()
                        .sorted(Comparator.comparing(Entity::type).thenComparing(BY_PLACE))
                        .limit(ENTITIES_MAX)
                        .sorted(BY_PLACE)
                        .toList());
    }

    /** White space has the emphasis that there is on both of its sides. */
    private void stylesOfSpaces() {
        int at = 0;
        while (at < length()) {
            int end = at;
            while (end < length() && MarkdownCharacters.isSpace(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                boolean goesOn =
                        at > 0 && end < length() && barriers.get(at, end + 1).isEmpty();
                char both = (char) (goesOn ? styles.charAt(at - 1) & styles.charAt(end) : 0);
                for (int i = at; i < end; i++) {
                    styles.setCharAt(i, both);
                }
            }
            at = end + 1;
        }
    }

    private void emphasis() {
        Deque<Open> open = new ArrayDeque<>();
        for (int at = 0; at <= length(); at++) {
            int wanted = at == length() ? 0 : styles.charAt(at);
            while (open.stream().anyMatch(one -> !one.style.isIn(wanted))) {
                Open closed = open.pop();
                add(Entity.of(type(closed.style), closed.start, at));
            }
            open(at, wanted, open);
        }
    }

    private void open(int at, int wanted, Deque<Open> open) {
        if (open.size() == Integer.bitCount(wanted)) {
            return;
        }
        List<TextStyle> missing = new ArrayList<>();
        for (TextStyle style : TextStyle.values()) {
            if (style.isIn(wanted) && open.stream().noneMatch(one -> one.style == style)) {
                missing.add(style);
            }
        }
        missing.sort(
                Comparator.comparingInt((TextStyle style) -> lasting(at, style)).reversed());
        missing.forEach(style -> open.push(new Open(style, at)));
    }

    private int lasting(int from, TextStyle style) {
        int to = from;
        while (to < length() && to - from < LASTING_MAX && style.isIn(styles.charAt(to))) {
            to++;
        }
        return to - from;
    }

    private static EntityType type(TextStyle style) {
        return switch (style) {
            case BOLD -> EntityType.BOLD;
            case ITALIC -> EntityType.ITALIC;
            case STRIKE -> EntityType.STRIKETHROUGH;
        };
    }
}
