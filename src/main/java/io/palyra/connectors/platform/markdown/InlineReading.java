package io.palyra.connectors.platform.markdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.jspecify.annotations.Nullable;

/**
 * Reads the prose of a block. What the sink is told is never longer than what stands in the source, as long as it makes
 * nothing else of a link than its words. Nests as deep as it likes: nothing here calls itself.
 */
public final class InlineReading {

    private static final String FENCE = "```";

    /** Those that begin and end it. */
    private static final Pattern BACKTICKS = Pattern.compile("\\A`++|`++\\z");

    private final MarkdownSource source;
    private final InlineSink sink;
    private final int base;
    private final int[] depths = new int[TextStyle.values().length];
    private final Deque<Node> within = new ArrayDeque<>();

    private InlineReading(MarkdownSource source, InlineSink sink, int base) {
        this.source = source;
        this.sink = sink;
        this.base = base;
    }

    /**
     * @param block a paragraph, a heading or a cell
     * @param styles of the whole
     */
    public static void read(Node block, MarkdownSource source, int styles, InlineSink sink) {
        new InlineReading(source, sink, styles).all(block);
    }

    private void all(Node block) {
        Node node = block.getFirstChild();
        while (node != null) {
            if (enter(node) && node.getFirstChild() != null) {
                within.push(node);
                node = node.getFirstChild();
                continue;
            }
            if (node.getFirstChild() == null) {
                leave(node);
            }
            while (node.getNext() == null && !within.isEmpty()) {
                node = within.pop();
                leave(node);
            }
            node = node.getNext();
        }
    }

    private int styles() {
        int styles = base;
        for (TextStyle style : TextStyle.values()) {
            styles |= depths[style.ordinal()] > 0 ? style.bit() : 0;
        }
        return styles;
    }

    /** @return whether what is in it is to be read as well */
    private boolean enter(Node node) {
        TextStyle style = style(node);
        if (style != null) {
            depths[style.ordinal()]++;
        } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
            sink.newLine(styles());
        } else if (node instanceof Code code) {
            code(code);
        } else if (node instanceof Link || node instanceof Image) {
            return link(node);
        } else {
            sink.text(MarkdownSource.literal(node), styles());
        }
        return true;
    }

    /** Code ends with its line; over several lines it rather is two stray backticks, unless there are three of them. */
    private void code(Code code) {
        String written = source.written(code);
        if (code.getSourceSpans().size() < 2) {
            sink.code(code.getLiteral(), styles());
        } else if (written.startsWith(FENCE)) {
            String[] rows = BACKTICKS.matcher(written).replaceAll("").split("\n", -1);
            for (int i = 0; i < rows.length; i++) {
                if (i > 0) {
                    sink.newLine(styles());
                }
                sink.code(rows[i].strip(), styles());
            }
        } else {
            raw(written);
        }
    }

    private void leave(Node node) {
        String address = MarkdownSource.destination(node);
        TextStyle style = style(node);
        if (style != null) {
            depths[style.ordinal()]--;
        } else if (address != null
                && node.getFirstChild() != null
                && !address.isBlank()
                && !source.plain(node, false).equals(address)) {
            sink.text(" (", styles());
            if (!sink.link(address.strip(), "", styles())) {
                sink.text(address.strip(), styles());
            }
            sink.text(")", styles());
        }
    }

    private boolean link(Node node) {
        String address = String.valueOf(MarkdownSource.destination(node));
        if (node instanceof Image && source.isNesting(node)) {
            // A link in its words, whose address would be lost
            raw(source.written(node));
            return false;
        }
        if (sink.link(address, source.plain(node, false), styles())) {
            return false;
        }
        if (source.isReference(node)
                || MarkdownSource.hasTitle(node)
                || node.getFirstChild() == null
                || source.isNesting(node)) {
            raw(source.written(node));
            return false;
        }
        return true;
    }

    private void raw(String text) {
        String[] rows = text.split("\n", -1);
        for (int i = 0; i < rows.length; i++) {
            if (i > 0) {
                sink.newLine(styles());
            }
            sink.text(i == 0 ? rows[i] : rows[i].stripLeading(), styles());
        }
    }

    private static @Nullable TextStyle style(Node node) {
        if (node instanceof StrongEmphasis) {
            return TextStyle.BOLD;
        } else if (node instanceof Emphasis) {
            return TextStyle.ITALIC;
        }
        return node instanceof Strikethrough ? TextStyle.STRIKE : null;
    }
}
