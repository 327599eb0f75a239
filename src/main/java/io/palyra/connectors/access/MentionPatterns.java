package io.palyra.connectors.access;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Texts;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Words by which a text speaks to the bot, as the daemon's own router matches them: in any case, and not as a part of a longer
 * word. {@code *} is any text. {@code @everyone} and {@code @here} speak to nobody in particular, unless a pattern names them.
 * The time that a match takes grows with the text alone. Thread safe.
 */
final class MentionPatterns {

    static final int COUNT_MAX = 64;
    static final int BYTES_MAX = 128;

    private static final String ANY = "*";
    private static final Set<String> EVERYBODY = Set.of("@everyone", "@here");

    private final Set<String> patterns = new LinkedHashSet<>();
    private final boolean any;

    MentionPatterns(List<String> patterns) {
        patterns.forEach(pattern -> this.patterns.add(pattern.toLowerCase(Locale.ROOT)));
        any = this.patterns.remove(ANY);
    }

    /** @throws InvalidEnvelopeException where there are too many, or one is blank or too long */
    static List<String> checked(List<String> patterns) {
        if (patterns.size() > COUNT_MAX) {
            throw new InvalidEnvelopeException(
                    "mention_patterns", "has more than " + COUNT_MAX + " patterns", String.valueOf(patterns.size()));
        }
        for (String pattern : patterns) {
            if (pattern == null
                    || Texts.isBlank(pattern)
                    || pattern.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
                throw new InvalidEnvelopeException(
                        "mention_patterns", "has an entry that is not 1 to " + BYTES_MAX + " bytes", AccessRuleSet.shown(pattern));
            }
        }
        return List.copyOf(new LinkedHashSet<>(patterns));
    }

    boolean isEmpty() {
        return patterns.isEmpty() && !any;
    }

    boolean matches(String text) {
        if (any) {
            return true;
        }
        if (patterns.isEmpty()) {
            return false;
        }
        String lower = withoutEverybody(text.toLowerCase(Locale.ROOT));
        return patterns.stream().anyMatch(pattern -> hasWord(lower, pattern));
    }

    private String withoutEverybody(String text) {
        String blanked = text;
        for (String name : EVERYBODY) {
            if (!patterns.contains(name)) {
                blanked = blanked.replace(name, " ");
            }
        }
        return blanked;
    }

    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !continues(text.codePointBefore(at), word.codePointAt(0));
            boolean ends =
                    end == text.length() || !continues(text.codePointAt(end), word.codePointBefore(word.length()));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /** Whether a character beside a word makes it a part of a longer one. */
    private static boolean continues(int beside, int edge) {
        return isOfIdentifier(beside) && isOfIdentifier(edge);
    }

    private static boolean isOfIdentifier(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '_';
    }
}
