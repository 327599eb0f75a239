package io.palyra.connectors.slack;

import io.palyra.connectors.platform.markdown.TextStyle;

/**
 * Characters of mrkdwn, Slack's dialect.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Slack: Formatting message text</a>
 */
final class MrkdwnText {

    static final String FENCE = "```";

    /** Slack takes a mark beside a word character for a character; this space, which nobody sees, sets them apart. */
    static final char ZERO_WIDTH_SPACE = '\u200B';

    private static final String MARKS = "*_~`";

    private MrkdwnText() {}

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i), escaped);
        }
        return escaped.toString();
    }

    static void escape(char c, StringBuilder out) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            default -> out.append(c);
        }
    }

    static boolean isMark(int codePoint) {
        return MARKS.indexOf(codePoint) >= 0;
    }

    /** What emphasis is written with. */
    static char mark(TextStyle style) {
        return switch (style) {
            case BOLD -> '*';
            case ITALIC -> '_';
            case STRIKE -> '~';
        };
    }

    /** Escaped; what would begin or end a block of code does not. */
    static String withoutMarkup(String code) {
        return escape(withoutFences(code));
    }

    static String withoutFences(String text) {
        if (!text.contains(FENCE)) {
            return text;
        }
        StringBuilder broken = new StringBuilder(text.length() + 16);
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            run = c == '`' ? run + 1 : 0;
            if (run == FENCE.length()) {
                broken.append(ZERO_WIDTH_SPACE);
                run = 1;
            }
            broken.append(c);
        }
        return broken.toString();
    }
}
