package io.palyra.connectors.slack;

import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Markdown to mrkdwn. What is no Markdown reads the same. Bounded in time and in what it makes, whatever the text is: one
 * that nests, or grows, beyond all reason is escaped and nothing more. Thread safe.
 */
final class MrkdwnRenderer {

    private static final Logger LOG = LoggerFactory.getLogger(MrkdwnRenderer.class);

    /** Quotes and lists that begin in one line. */
    private static final int NESTING_MAX = 32;

    /** The lines of a table all have as many cells as its head. */
    private static final int CELLS_MAX = 200_000;

    private static final int GROWTH_MAX = 20;
    private static final int GROWTH_FREE_CHARS = 4_096;

    /** Entities alone make a text five times as long. What is padded makes one not much longer than that: each message takes a second. */
    private static final int GROWTH_ESCAPED = 5;

    private static final int PADDING_CHARS_MAX = 60_000;

    private MrkdwnRenderer() {}

    /** @return not blank, unless the text is */
    static String render(String markdown) {
        String source = markdown.replace("\r\n", "\n").replace('\r', '\n').replace('\0', '\uFFFD');
        String rendered = nesting(source) > NESTING_MAX ? null : WideEmphasis.read(source, MrkdwnRenderer::parsed);
        return rendered == null || rendered.isBlank() ? MrkdwnText.withoutMarkup(source) : rendered;
    }

    private static @Nullable String parsed(String source) {
        try {
            Node document =
                    (mayHaveTable(source) ? MrkdwnSyntax.WITH_TABLES : MrkdwnSyntax.WITHOUT_TABLES).parse(source);
            return MrkdwnBlocks.write(document, source, charsMax(source.length()));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn(
                    "a text of {} characters is sent as it is: its Markdown could not be read: {}",
                    source.length(),
                    e.toString());
            return null;
        }
    }

    private static int charsMax(int chars) {
        return Math.min(GROWTH_MAX * chars + GROWTH_FREE_CHARS, GROWTH_ESCAPED * chars + PADDING_CHARS_MAX);
    }

    private static boolean mayHaveTable(String source) {
        long lines = 0;
        long barsMax = 0;
        long bars = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            bars = c == '\n' ? 0 : c == '|' ? bars + 1 : bars;
            lines += c == '\n' ? 1 : 0;
            barsMax = Math.max(barsMax, bars);
        }
        return barsMax > 0 && (barsMax + 1) * (lines + 1) <= CELLS_MAX;
    }

    /** The most marks of quotes and items that a line begins with. */
    private static int nesting(String source) {
        int most = 0;
        int marks = 0;
        boolean begins = true;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\n') {
                begins = true;
                marks = 0;
            } else if (begins) {
                begins = c == '>' || MrkdwnText.isSpace(c) || "*+-.)".indexOf(c) >= 0 || c >= '0' && c <= '9';
                boolean isItem = "*+-.)".indexOf(c) >= 0
                        && (i + 1 == source.length() || MrkdwnText.isSpace(source.charAt(i + 1)));
                marks += c == '>' || isItem ? 1 : 0;
                most = Math.max(most, marks);
            }
        }
        return most;
    }
}
