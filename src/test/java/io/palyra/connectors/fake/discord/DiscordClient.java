package io.palyra.connectors.fake.discord;

import java.util.ArrayList;
import java.util.List;

/**
 * What Discord's client shows of a message, as far as code blocks go: a reader of its own, which goes from character to
 * character and knows one rule. Three backticks begin code, or end it.
 */
public final class DiscordClient {

    private static final String MARK = "```";

    /** A character that is seen, and whether it is code. */
    public record Seen(char character, boolean code) {}

    private DiscordClient() {}

    public static List<Seen> reads(String message) {
        List<Seen> seen = new ArrayList<>();
        boolean code = false;
        int i = 0;
        while (i < message.length()) {
            if (message.startsWith(MARK, i)) {
                code = !code;
                i += MARK.length();
                i += code ? language(message, i) : 0;
            } else {
                char c = message.charAt(i);
                if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                    seen.add(new Seen(c, code));
                }
                i++;
            }
        }
        return seen;
    }

    public static boolean endsInCode(String message) {
        int marks = 0;
        for (int at = message.indexOf(MARK); at >= 0; at = message.indexOf(MARK, at + MARK.length())) {
            marks++;
        }
        return marks % 2 == 1;
    }

    /** A language is not shown. It is one only if its line holds nothing else. */
    private static int language(String message, int start) {
        int end = start;
        while (end < message.length() && "+-_.#".indexOf(message.charAt(end)) >= 0
                || end < message.length()
                        && message.charAt(end) < 128
                        && Character.isLetterOrDigit(message.charAt(end))) {
            end++;
        }
        return end < message.length() && message.charAt(end) == '\n' ? end - start : 0;
    }
}
