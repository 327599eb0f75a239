package io.palyra.connectors.slack;

import io.palyra.connectors.platform.markdown.CodeText;
import io.palyra.connectors.platform.markdown.LinkAddress;
import io.palyra.connectors.platform.markdown.MarkdownSource;
import io.palyra.connectors.platform.markdown.MarkdownTable;
import io.palyra.connectors.platform.markdown.TextStyle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/**
 * Writes the blocks of a parsed text below each other, as far apart as they stand in the source. Goes through the tree
 * without calling itself. For one text.
 */
final class MrkdwnBlocks {

    private static final String QUOTE = "> ";

    /** Slack has one level of quotes; the others are written out. */
    private static final String QUOTED_AGAIN = "&gt; ";

    private static final int QUOTED_AGAIN_MAX = 3;
    private static final String BULLET = "• ";
    private static final String OPEN_TASK = "☐ ";
    private static final String DONE_TASK = "☑ ";
    private static final String RULE = "─".repeat(10);
    private static final String INDENT = "    ";
    private static final int LEVELS_MAX = 8;
    private static final int INDENT_MAX = 40;

    private static final Pattern TASK = Pattern.compile("\\[([ xX])] ");

    private final String source;
    private final int charsMax;
    private final MarkdownSource texts;
    private final Set<String> linked;
    private final StringBuilder out = new StringBuilder();
    /** What stands before further lines of the items that are open. */
    private final Deque<String> indents = new ArrayDeque<>();

    /** The number of the last item. */
    private final Map<OrderedList, Integer> numbers = new IdentityHashMap<>();

    private int quotes;

    /** The marks of items that nothing was written of yet. */
    private String pending = "";

    private int lastLine = -1;
    private boolean lastWasQuote;

    private MrkdwnBlocks(Node document, String source, int charsMax) {
        this.source = source;
        this.charsMax = charsMax;
        texts = new MarkdownSource(source);
        linked = texts.referenced(
                document, link -> LinkAddress.isLinkable(String.valueOf(MarkdownSource.destination(link))));
    }

    /**
     * @param source with line feeds only
     * @param charsMax how long it may become, or a little more
     * @return null where it would be longer
     */
    static @Nullable String write(Node document, String source, int charsMax) {
        MrkdwnBlocks blocks = new MrkdwnBlocks(document, source, charsMax);
        return blocks.all(document) ? blocks.out.toString() : null;
    }

    private boolean all(Node document) {
        Node node = document.getFirstChild();
        while (node != null) {
            if (out.length() > charsMax) {
                return false;
            }
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
        return out.length() <= charsMax;
    }

    /** @return whether it is made of blocks */
    private boolean enter(Node node) {
        if (node instanceof BlockQuote) {
            quotes++;
            return true;
        } else if (node instanceof ListBlock) {
            return true;
        } else if (node instanceof ListItem) {
            enterItem(node);
            return true;
        }
        leaf(node);
        return false;
    }

    private void leave(Node node) {
        if (node instanceof BlockQuote) {
            quotes--;
        } else if (node instanceof ListItem) {
            if (!pending.isEmpty()) {
                startLine(firstLine(node));
            }
            indents.pop();
        }
    }

    private void enterItem(Node item) {
        String mark = mark(item);
        String before = pending.isEmpty() ? INDENT.repeat(Math.min(indents.size(), LEVELS_MAX)) : pending;
        pending = before + mark;
        indents.push(" ".repeat(Math.min(pending.length(), INDENT_MAX)));
    }

    private String mark(Node item) {
        String task = task(item);
        if (item.getParent() instanceof OrderedList list) {
            int number = numbers.merge(list, list.getMarkerStartNumber(), (last, first) -> last + 1);
            return number + list.getMarkerDelimiter() + " " + task;
        }
        return task.isEmpty() ? BULLET : task;
    }

    /** The box of a task, which is taken out of the text; or nothing. */
    private static String task(Node item) {
        if (item.getFirstChild() instanceof Paragraph paragraph && paragraph.getFirstChild() instanceof Text text) {
            Matcher box = TASK.matcher(text.getLiteral());
            if (box.lookingAt()) {
                text.setLiteral(text.getLiteral().substring(box.end()));
                return box.group(1).isBlank() ? OPEN_TASK : DONE_TASK;
            }
        }
        return "";
    }

    private void leaf(Node node) {
        if (node instanceof Paragraph) {
            prose(node, 0);
        } else if (node instanceof Heading) {
            prose(node, TextStyle.BOLD.bit());
        } else if (node instanceof FencedCodeBlock code) {
            fenced(code);
        } else if (node instanceof IndentedCodeBlock code) {
            code(node, CodeText.chomped(code.getLiteral()));
        } else if (node instanceof TableBlock table) {
            code(node, MarkdownTable.of(table, texts));
        } else if (node instanceof ThematicBreak) {
            startLine(firstLine(node));
            out.append(RULE);
        } else if (node instanceof LinkReferenceDefinition definition) {
            definition(definition);
        }
        lastLine = Math.max(lastLine, lastLine(node));
    }

    private void prose(Node node, int styles) {
        List<MrkdwnLine> lines = MrkdwnInlines.lines(node, texts, styles);
        if (lines.stream().allMatch(MrkdwnLine::isBlank)) {
            lines = asWritten(node);
        }
        List<SourceSpan> spans = node.getSourceSpans();
        boolean keepsIndent = node instanceof Paragraph && lines.size() == spans.size();
        for (int i = 0; i < lines.size(); i++) {
            MrkdwnLine line = lines.get(i);
            boolean isFirstOfItem = !pending.isEmpty();
            startLine(i == 0 ? firstLine(node) : lastLine + 1);
            if (!isFirstOfItem) {
                out.append(keepsIndent ? indent(spans.get(i)) : "");
                out.append(line.looksLikeQuote() ? String.valueOf(MrkdwnText.ZERO_WIDTH_SPACE) : "");
            }
            out.append(line.render());
        }
    }

    private List<MrkdwnLine> asWritten(Node node) {
        return texts.written(node)
                .lines()
                .map(written -> {
                    MrkdwnLine line = new MrkdwnLine();
                    line.text(written.strip(), 0);
                    return line;
                })
                .toList();
    }

    private String indent(SourceSpan span) {
        String written = source.substring(span.getInputIndex(), span.getInputIndex() + span.getLength());
        String indent =
                written.substring(0, written.length() - written.stripLeading().length());
        return indent.length() <= INDENT_MAX ? indent : indent.substring(0, INDENT_MAX);
    }

    private void fenced(FencedCodeBlock code) {
        if (CodeText.isRatherText(code)) {
            written(code);
        } else {
            code(code, CodeText.of(code).code());
        }
    }

    private void written(Node node) {
        int at = firstLine(node);
        for (MrkdwnLine line : asWritten(node)) {
            startLine(at++);
            out.append(line.render());
        }
    }

    /** A block of code has its lines for itself: what would stand before them would be read as code. */
    private void code(Node node, String code) {
        if (code.isBlank()) {
            return;
        }
        if (!pending.isEmpty()) {
            startLine(firstLine(node));
        }
        endLine(firstLine(node), false);
        out.append(MrkdwnText.FENCE + "\n")
                .append(MrkdwnText.withoutMarkup(code))
                .append("\n" + MrkdwnText.FENCE);
        lastWasQuote = false;
    }

    /** One that is used is shown there; any other is a text that only looks like one. */
    private void definition(LinkReferenceDefinition definition) {
        if (!linked.contains(definition.getDestination())) {
            written(definition);
        }
    }

    private void startLine(int sourceLine) {
        endLine(sourceLine, quotes > 0);
        out.append(quotes > 0 ? QUOTE + QUOTED_AGAIN.repeat(Math.min(quotes - 1, QUOTED_AGAIN_MAX)) : "");
        out.append(!pending.isEmpty() ? pending : indents.isEmpty() ? "" : indents.peek());
        pending = "";
        lastWasQuote = quotes > 0;
        lastLine = sourceLine;
    }

    /** As many line ends as there are in the source; none before the first line. */
    private void endLine(int sourceLine, boolean quote) {
        if (out.isEmpty()) {
            return;
        }
        out.append('\n');
        for (int line = lastLine + 1; line < sourceLine; line++) {
            out.append(lastWasQuote && quote ? QUOTE + "\n" : "\n");
        }
    }

    private int firstLine(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        return spans.isEmpty() ? lastLine + 1 : spans.get(0).getLineIndex();
    }

    private int lastLine(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        return spans.isEmpty() ? lastLine : spans.get(spans.size() - 1).getLineIndex();
    }
}
