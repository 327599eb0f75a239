package io.palyra.connectors.platform.markdown;

import java.util.function.Function;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text that was read as Markdown: CommonMark with tables and strikethrough as GitHub has them, emphasis also where a script has no
 * spaces between words. HTML is text. Reading is bounded in time and depth, whatever the text is. For one thread.
 */
public final class Markdown {

    private static final Logger LOG = LoggerFactory.getLogger(Markdown.class);

    /** Quotes and lists that begin in one line. */
    private static final int NESTING_MAX = 32;

    /** The lines of a table all have as many cells as its head. */
    private static final int CELLS_MAX = 200_000;

    private final String source;
    private final Node root;
    private final boolean isApart;

    private Markdown(String source, Node root, boolean isApart) {
        this.source = source;
        this.root = root;
        this.isApart = isApart;
    }

    /** The text with line feeds as line ends, and without NUL. */
    public static String normal(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace('\0', '\uFFFD');
    }

    /**
     * Reads a text.
     *
     * @param text as {@link #normal} gives it
     * @param reading makes something of it, or null; may fail
     * @return null also where the text nests beyond all reason, or cannot be read
     */
    public static <T> @Nullable T read(String text, Function<Markdown, @Nullable T> reading) {
        if (nesting(text) > NESTING_MAX) {
            return null;
        }
        try {
            boolean isApart = WideEmphasis.canBeSetApart(text);
            String source = isApart ? WideEmphasis.setApart(text) : text;
            Node root =
                    (mayHaveTable(source) ? MarkdownSyntax.WITH_TABLES : MarkdownSyntax.WITHOUT_TABLES).parse(source);
            return reading.apply(new Markdown(source, root, isApart));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn(
                    "a text of {} characters is taken as it is: its Markdown could not be read: {}",
                    text.length(),
                    e.toString());
            return null;
        }
    }

    public Node root() {
        return root;
    }

    /** What was parsed, where the source spans of the nodes are: the text, and what was put in for reading it. */
    public String source() {
        return source;
    }

    /** A text that was made of this one, without what was put in for reading it. */
    public String clean(String made) {
        return isApart ? WideEmphasis.together(made) : made;
    }

    /** The indexes in the text of those in {@link #source}: one for each character, and one for its end. */
    public int[] indexes() {
        int[] indexes = new int[source.length() + 1];
        int put = 0;
        for (int i = 0; i < source.length(); i++) {
            indexes[i] = i - put;
            put += isApart && WideEmphasis.isPutIn(source.charAt(i)) ? 1 : 0;
        }
        indexes[source.length()] = source.length() - put;
        return indexes;
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
                begins = c == '>' || MarkdownCharacters.isSpace(c) || "*+-.)".indexOf(c) >= 0 || c >= '0' && c <= '9';
                boolean isItem = "*+-.)".indexOf(c) >= 0
                        && (i + 1 == source.length() || MarkdownCharacters.isSpace(source.charAt(i + 1)));
                marks += c == '>' || isItem ? 1 : 0;
                most = Math.max(most, marks);
            }
        }
        return most;
    }
}
