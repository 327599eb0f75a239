package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.Markup.Span;
import io.palyra.connectors.platform.markdown.LinkWords;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that ping those who have them: {@code @name} in plain text. The server finds them after it has thrown out some characters
 * that nobody sees.
 */
final class Mentions {

    /** Nobody sees it, and no name begins with it. */
    private static final char WORD_JOINER = '\u2060';

    /** Looks like the sign, and is none; where there is no room for another character. */
    private static final char WIDE_SIGN = '\uFF20';

    private static final String THROWN_OUT = "[\\r\\u2028-\\u202E\\u030A\\u0333\\u033F]*+";

    /** Letters and digits of long standing: one that the server does not know yet is none to it. */
    private static final String WORD =
            "[\\p{L}\\p{N}&&[\\x{0}-\\x{523}\\x{3041}-\\x{30FE}\\x{4E00}-\\x{9FA5}\\x{AC00}-\\x{D7A3}]]";

    /** At least two characters; behind an underscore too, which may be emphasis. */
    private static final Pattern MENTION =
            Pattern.compile("(?<!" + WORD + ")@(?=" + THROWN_OUT + "\\w" + THROWN_OUT + "\\w)");

    /** What the server certainly takes for an address, and so for no name. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<![^\\s(\"'<\\[])(?:https?://)?(?:[A-Za-z0-9-]{1,63}+\\.){1,9}+([A-Za-z]{2,10}+)[/?#][\\w@~%/.+=&?#-]*+");

    private Mentions() {}

    /**
     * A text in which nobody is pinged.
     *
     * @param spared where nothing is changed, besides addresses
     */
    static String disarm(String text, List<Span> spared) {
        List<Integer> signs = signs(text, spared);
        return written(text, signs, signs.size());
    }

    /** The same with what is sent: marks that were written between the sign and the name are gone. */
    static TelegramText disarm(TelegramText text, int charsMax) {
        List<Span> code = text.entities().stream()
                .filter(entity -> entity.type().isCode())
                .map(entity -> new Span(entity.offset(), entity.end()))
                .toList();
        List<Integer> signs = signs(text.text(), code);
        if (signs.isEmpty()) {
            return text;
        }
        int joined = Math.min(signs.size(), charsMax - text.text().length());
        return new TelegramText(
                written(text.text(), signs, joined),
                text.entities().stream()
                        .map(entity -> entity.at(
                                entity.offset() + before(entity.offset(), signs, joined),
                                entity.end() + before(entity.end() - 1, signs, joined)))
                        .toList());
    }

    /** How many of the first signs stand before a place. */
    private static int before(int at, List<Integer> signs, int joined) {
        int found = Collections.binarySearch(signs, at);
        return Math.min(joined, found < 0 ? -found - 1 : found);
    }

    private static String written(String text, List<Integer> signs, int joined) {
        StringBuilder disarmed = new StringBuilder(text.length() + joined);
        int from = 0;
        for (int i = 0; i < signs.size(); i++) {
            int sign = signs.get(i);
            disarmed.append(text, from, sign).append(i < joined ? "@" + WORD_JOINER : WIDE_SIGN);
            from = sign + 1;
        }
        return disarmed.append(text, from, text.length()).toString();
    }

    private static List<Integer> signs(String text, List<Span> spared) {
        List<Integer> signs = new ArrayList<>();
        if (text.indexOf('@') < 0) {
            return signs;
        }
        BitSet harmless = new BitSet();
        spared.forEach(span -> harmless.set(span.start(), span.end()));
        Matcher address = ADDRESS.matcher(text);
        while (address.find()) {
            if (LinkWords.isEnding(address.group(1))) {
                harmless.set(address.start(), address.end());
            }
        }
        Matcher mention = MENTION.matcher(text);
        while (mention.find()) {
            if (!harmless.get(mention.start())) {
                signs.add(mention.start());
            }
        }
        return signs;
    }
}
