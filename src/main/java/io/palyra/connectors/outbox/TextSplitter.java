package io.palyra.connectors.outbox;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a text that a platform would refuse: at the last line break, else the last white space, else between two
 * characters as people see them. Joining the parts gives the text unchanged, but for parts of nothing but white space,
 * which are left out: platforms refuse them.
 */
final class TextSplitter {

    private TextSplitter() {}

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
        return parts.stream().filter(part -> !part.isBlank()).toList();
    }

    private static int breakBefore(String text, int start, int limit) {
        int line = text.lastIndexOf('\n', limit - 1);
        if (line > start) {
            return line + 1;
        }
        for (int i = limit; i > start; i--) {
            if (Character.isWhitespace(text.charAt(i - 1))) {
                return i;
            }
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(start, Math.min(text.length(), limit + 1)));
        int boundary = characters.isBoundary(limit - start) ? limit - start : characters.preceding(limit - start);
        return boundary > 0 ? start + boundary : codePointBoundary(text, start, limit);
    }

    /** One visible character that is longer than a part: at least no surrogate pair is cut. */
    private static int codePointBoundary(String text, int start, int limit) {
        boolean cutsPair = Character.isHighSurrogate(text.charAt(limit - 1)) && Character.isLowSurrogate(text.charAt(limit));
        return cutsPair && limit - 1 > start ? limit - 1 : limit;
    }
}
