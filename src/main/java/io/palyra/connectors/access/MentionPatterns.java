package io.palyra.connectors.access;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Texts;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Words by which a text speaks to the bot, as the daemon's own router matches them: in any case, and only between characters
 * that are neither a letter nor a digit nor an underscore, so that {@code @bot} is not found in an e-mail address. The pattern
 * {@code *} is any text. {@code @everyone} and {@code @here} speak to nobody in particular, unless a pattern names them. Thread
 * safe.
 */
final class MentionPatterns {

    static final int COUNT_MAX = 64;
    static final int BYTES_MAX = 128;

    private static final String ANY = "*";
    private static final List<String> EVERYBODY = List.of("@everyone", "@here");

    private final Set<String> patterns = new LinkedHashSet<>();
    private final boolean any;
    private final List<String> blanked;

    MentionPatterns(List<String> patterns) {
        patterns.forEach(pattern -> this.patterns.add(pattern.toLowerCase(Locale.ROOT)));
        any = this.patterns.remove(ANY);
        blanked = EVERYBODY.stream()
                .filter(name -> this.patterns.stream().noneMatch(pattern -> pattern.contains(name)))
                .toList();
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
                        "mention_patterns",
                        "has an entry that is not 1 to " + BYTES_MAX + " bytes",
                        AccessRuleSet.shown(pattern));
            }
        }
        return List.copyOf(new LinkedHashSet<>(patterns));
    }

    boolean isAny() {
        return any;
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
        StringBuilder left = new StringBuilder(text);
        for (String name : blanked) {
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length())) {
                int end = at + name.length();
                if (isEdge(text, end)) {
                    left.replace(at, end, " ".repeat(name.length()));
                }
            }
        }
        return left.toString();
    }

    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            boolean begins = at == 0 || !isOfIdentifier(text.codePointBefore(at));
            if (begins && isEdge(text, at + word.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word that ends there ends as a word does. */
    private static boolean isEdge(String text, int end) {
        return end == text.length() || !isOfIdentifier(text.codePointAt(end));
    }

    private static boolean isOfIdentifier(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '_';
    }
}
