package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text that a platform would refuse: at the last line break, else the last white space, else between two
 * characters as people see them. Joining the parts gives the text unchanged, but for parts of nothing but white space,
 * which are left out: platforms refuse them.
 */
final class TextSplitter {

    /** Unlike BreakIterator before JDK 20 it keeps emoji sequences together. */
    private static final Pattern VISIBLE_CHARACTER = Pattern.compile("\\X");

    private TextSplitter() {}

    /** The parts as the platform of these limits takes them. */
    static List<String> split(String text, CapabilityLimits limits) {
        boolean fences = limits.textFormat() == TextFormat.MARKDOWN;
        Integer linesMax = limits.textLinesMax();
        if (!fences && linesMax == null) {
            return split(text, limits.textCharsMax());
        }
        return MarkdownSplitter.split(
                        text, limits.textCharsMax(), linesMax == null ? Integer.MAX_VALUE : linesMax, fences)
                .stream()
                .map(MarkdownSplitter.Part::text)
                .toList();
    }

    /** @param charsMax at most so many UTF-16 units in a part; at least 1 */
    static List<String> split(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (text.length() - start > charsMax) {
            int end = breakBefore(text, start, start + charsMax);
            parts.add(text.substring(start, end));
            start = end;
        }
        parts.add(text.substring(start));
        return parts.stream().filter(part -> !isBlank(part)).toList();
    }

    /** No-break spaces count as space, as everywhere in the protocol. */
    static boolean isBlank(String part) {
        return part.chars().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /** Where to end a part that begins at {@code start} and ends at {@code limit} at the latest. */
    static int breakBefore(String text, int start, int limit) {
        int line = text.lastIndexOf('\n', limit - 1);
        if (line > start) {
            return line + 1;
        }
        for (int i = limit; i > start; i--) {
            if (Character.isWhitespace(text.charAt(i - 1))) {
                return i;
            }
        }
        int boundary = characterBoundary(text, start, limit);
        return boundary > start ? boundary : codePointBoundary(text, start, limit);
    }

    /** The last end of a visible character up to the limit; the code point behind it tells whether one ends there. */
    private static int characterBoundary(String text, int start, int limit) {
        Matcher characters = VISIBLE_CHARACTER.matcher(text).region(start, Math.min(text.length(), limit + 2));
        int boundary = start;
        while (characters.find() && characters.end() <= limit) {
            boundary = characters.end();
        }
        return boundary;
    }

    /** One visible character that is longer than a part: at least no surrogate pair is cut. */
    private static int codePointBoundary(String text, int start, int limit) {
        boolean cutsPair =
                Character.isHighSurrogate(text.charAt(limit - 1)) && Character.isLowSurrogate(text.charAt(limit));
        return cutsPair && limit - 1 > start ? limit - 1 : limit;
    }
}
