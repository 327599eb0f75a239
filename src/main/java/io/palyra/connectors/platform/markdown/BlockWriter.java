package io.palyra.connectors.platform.markdown;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** Writes the blocks of a parsed text one after the other. Goes through the tree without calling itself. For one text. */
public abstract class BlockWriter {

    /** What stands before an item, whatever mark it has in the source. */
    protected static final String BULLET = "• ";

    private static final String OPEN_TASK = "☐ ";
    private static final String DONE_TASK = "☑ ";

    private static final Pattern TASK = Pattern.compile("\\[([ xX])] ");

    private final Node document;
    private final MarkdownSource source;
    private final Set<String> linked;
    private int lastLine = -1;

    /** @param isShown whether a link or an image is written with its address */
    protected BlockWriter(Node document, MarkdownSource source, Predicate<Node> isShown) {
        this.document = document;
        this.source = source;
        this.linked = source.referenced(document, isShown);
    }

    /** A quote, a list or an item begins; its blocks come next. */
    protected abstract void begin(Node container);

    /** All of its blocks are written; also where it has none. */
    protected abstract void end(Node container);

    /**
     * A paragraph, or a heading.
     *
     * @param styles of the whole
     */
    protected abstract void prose(Node block, int styles);

    /** A fenced block of code, or an indented one; the code may be blank. */
    protected abstract void code(Node block, CodeText code);

    protected abstract void table(TableBlock table);

    protected abstract void rule(ThematicBreak rule);

    /** What only looks like a block, and is a text: as it stands in the source. */
    protected abstract void written(Node block);

    /** Whether nothing more is to be written. */
    protected boolean isFull() {
        return false;
    }

    protected final void writeAll() {
        Node node = document.getFirstChild();
        while (node != null && !isFull()) {
            if (enter(node) && node.getFirstChild() != null) {
                node = node.getFirstChild();
                continue;
            }
            leave(node);
            while (node.getNext() == null && node.getParent() != document) {
                node = node.getParent();
                leave(node);
            }
            node = node.getNext();
        }
    }

    /** @return whether it is made of blocks */
    private boolean enter(Node node) {
        if (isContainer(node)) {
            begin(node);
            return true;
        }
        leaf(node);
        lastLine = Math.max(lastLine, lastLine(node));
        return false;
    }

    private void leave(Node node) {
        if (isContainer(node)) {
            end(node);
        }
    }

    private static boolean isContainer(Node node) {
        return node instanceof BlockQuote || node instanceof ListBlock || node instanceof ListItem;
    }

    private void leaf(Node node) {
        if (node instanceof Paragraph) {
            prose(node, 0);
        } else if (node instanceof Heading) {
            prose(node, TextStyle.BOLD.bit());
        } else if (node instanceof FencedCodeBlock code) {
            if (CodeText.isRatherText(code)) {
                written(code);
            } else {
                code(code, CodeText.of(code));
            }
        } else if (node instanceof IndentedCodeBlock code) {
            code(code, new CodeText(null, CodeText.chomped(code.getLiteral())));
        } else if (node instanceof TableBlock table) {
            table(table);
        } else if (node instanceof ThematicBreak rule) {
            rule(rule);
        } else if (node instanceof LinkReferenceDefinition definition
                && !linked.contains(definition.getDestination())) {
            // One that is used is shown there
            written(definition);
        }
    }

    /** The box of a task, which is taken out of the first paragraph of an item; or nothing. */
    protected static String task(@Nullable Node block) {
        if (block instanceof Paragraph
                && block.getParent() instanceof ListItem
                && block.getPrevious() == null
                && block.getFirstChild() instanceof Text text) {
            Matcher box = TASK.matcher(text.getLiteral());
            if (box.lookingAt()) {
                text.setLiteral(text.getLiteral().substring(box.end()));
                return box.group(1).isBlank() ? OPEN_TASK : DONE_TASK;
            }
        }
        return "";
    }

    protected final MarkdownSource source() {
        return source;
    }

    /** The last line of the source that was written so far; -1 before the first. */
    protected final int lastLine() {
        return lastLine;
    }

    protected final void lastLine(int line) {
        lastLine = line;
    }

    /** The line of the source in which a block begins. */
    protected final int firstLine(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        return spans.isEmpty() ? lastLine + 1 : spans.get(0).getLineIndex();
    }

    private int lastLine(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        return spans.isEmpty() ? lastLine : spans.get(spans.size() - 1).getLineIndex();
    }
}
