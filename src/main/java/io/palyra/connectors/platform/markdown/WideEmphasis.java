package io.palyra.connectors.platform.markdown;

/**
 * Emphasis in scripts that have no spaces between words. CommonMark lets no mark begin or end emphasis between a punctuation mark and
 * a letter, as within {@code **重点：**内容}: there it would stand as it is written.
 */
final class WideEmphasis {

    /** Neither a letter nor a punctuation mark nor a space; never a character of a text. */
    private static final char BETWEEN = '\uFDD0';

    private WideEmphasis() {}

    static boolean canBeSetApart(String text) {
        return text.indexOf(BETWEEN) < 0;
    }

    static boolean isPutIn(char c) {
        return c == BETWEEN;
    }

    static String together(String apart) {
        return apart.replace(String.valueOf(BETWEEN), "");
    }

    /** The text with something put in where emphasis would not begin or end otherwise. */
    static String setApart(String source) {
        StringBuilder apart = new StringBuilder(source.length() + 16);
        int at = 0;
        while (at < source.length()) {
            char mark = source.charAt(at);
            int end = at + 1;
            if (mark == '*' || mark == '~') {
                while (end < source.length() && source.charAt(end) == mark) {
                    end++;
                }
                int before = at == 0 ? '\n' : source.codePointBefore(at);
                int behind = end == source.length() ? '\n' : source.codePointAt(end);
                apart.append(isMark(before) && isWide(behind) ? String.valueOf(BETWEEN) : "")
                        .append(source, at, end)
                        .append(isWide(before) && isMark(behind) ? String.valueOf(BETWEEN) : "");
            } else {
                apart.append(mark);
            }
            at = end;
        }
        return apart.toString();
    }

    private static boolean isWide(int c) {
        return Character.isLetterOrDigit(c)
                && switch (Character.UnicodeScript.of(c)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
                    default -> c == 'ー' || c >= 0xFF10 && c <= 0xFF5A;
                };
    }

    /** A backslash would no longer be one before what it is for; the other marks of emphasis are read with their neighbours. */
    private static boolean isMark(int c) {
        return !Character.isLetterOrDigit(c) && !MarkdownCharacters.isSpace(c) && "\\*_~`".indexOf(c) < 0;
    }
}
