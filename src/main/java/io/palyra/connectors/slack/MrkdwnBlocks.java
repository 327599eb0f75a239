package io.palyra.connectors.slack;

import io.palyra.connectors.platform.markdown.BlockWriter;
import io.palyra.connectors.platform.markdown.CodeText;
import io.palyra.connectors.platform.markdown.LinkAddress;
import io.palyra.connectors.platform.markdown.MarkdownSource;
import io.palyra.connectors.platform.markdown.MarkdownTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** Writes the blocks of a parsed text below each other, as far apart as they stand in the source. For one text. */
final class MrkdwnBlocks extends BlockWriter {

    private static final String QUOTE = "> ";

    /** Slack has one level of quotes; the others are written out. */
    private static final String QUOTED_AGAIN = "&gt; ";

    private static final int QUOTED_AGAIN_MAX = 3;
    private static final String RULE = "─".repeat(10);
    private static final String INDENT = "    ";
    private static final int LEVELS_MAX = 8;
    private static final int INDENT_MAX = 40;

    private final int charsMax;
    private final StringBuilder out = new StringBuilder();
    /** What stands before further lines of the items that are open. */
    private final Deque<String> indents = new ArrayDeque<>();

    /** The number of the last item. */
    private final Map<OrderedList, Integer> numbers = new IdentityHashMap<>();

    private int quotes;

    /** The marks of items that nothing was written of yet. */
    private String pending = "";

    private boolean lastWasQuote;

    private MrkdwnBlocks(Node document, String source, int charsMax) {
        super(
                document,
                new MarkdownSource(source),
                link -> LinkAddress.isLinkable(String.valueOf(MarkdownSource.destination(link))));
        this.charsMax = charsMax;
    }

    /**
     * @param source with line feeds only
     * @param charsMax how long it may become, or a little more
     * @return null where it would be longer
     */
    static @Nullable String write(Node document, String source, int charsMax) {
        MrkdwnBlocks blocks = new MrkdwnBlocks(document, source, charsMax);
        blocks.writeAll();
        return blocks.isFull() ? null : blocks.out.toString();
    }

    @Override
    protected boolean isFull() {
        return out.length() > charsMax;
    }

    @Override
    protected void begin(Node container) {
        if (container instanceof BlockQuote) {
            quotes++;
        } else if (container instanceof ListItem) {
            enterItem(container);
        }
    }

    @Override
    protected void end(Node container) {
        if (container instanceof BlockQuote) {
            quotes--;
        } else if (container instanceof ListItem) {
            if (!pending.isEmpty()) {
                startLine(firstLine(container));
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
        String task = task(item.getFirstChild());
        if (item.getParent() instanceof OrderedList list) {
            int number = numbers.merge(list, list.getMarkerStartNumber(), (last, first) -> last + 1);
            return number + list.getMarkerDelimiter() + " " + task;
        }
        return task.isEmpty() ? BULLET : task;
    }

    @Override
    protected void table(TableBlock table) {
        code(table, MarkdownTable.of(table, source()));
    }

    @Override
    protected void rule(ThematicBreak rule) {
        startLine(firstLine(rule));
        out.append(RULE);
    }

    @Override
    protected void prose(Node node, int styles) {
        List<MrkdwnLine> lines = MrkdwnInlines.lines(node, source(), styles);
        if (lines.stream().allMatch(MrkdwnLine::isBlank)) {
            lines = asWritten(node);
        }
        List<SourceSpan> spans = node.getSourceSpans();
        boolean keepsIndent = node instanceof Paragraph && lines.size() == spans.size();
        for (int i = 0; i < lines.size(); i++) {
            MrkdwnLine line = lines.get(i);
            boolean isFirstOfItem = !pending.isEmpty();
            startLine(i == 0 ? firstLine(node) : lastLine() + 1);
            if (!isFirstOfItem) {
                out.append(keepsIndent ? indent(spans.get(i)) : "");
                out.append(line.looksLikeQuote() ? String.valueOf(MrkdwnText.ZERO_WIDTH_SPACE) : "");
            }
            out.append(line.render());
        }
    }

    private List<MrkdwnLine> asWritten(Node node) {
        return source().written(node)
                .lines()
                .map(written -> {
                    MrkdwnLine line = new MrkdwnLine();
                    line.text(written.strip(), 0);
                    return line;
                })
                .toList();
    }

    private String indent(SourceSpan span) {
        String written = source().source().substring(span.getInputIndex(), span.getInputIndex() + span.getLength());
        String indent =
                written.substring(0, written.length() - written.stripLeading().length());
        return indent.length() <= INDENT_MAX ? indent : indent.substring(0, INDENT_MAX);
    }

    @Override
    protected void written(Node node) {
        int at = firstLine(node);
        for (MrkdwnLine line : asWritten(node)) {
            startLine(at++);
            out.append(line.render());
        }
    }

    @Override
    protected void code(Node block, CodeText code) {
        code(block, code.code());
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

    private void startLine(int sourceLine) {
        endLine(sourceLine, quotes > 0);
        out.append(quotes > 0 ? QUOTE + QUOTED_AGAIN.repeat(Math.min(quotes - 1, QUOTED_AGAIN_MAX)) : "");
        out.append(!pending.isEmpty() ? pending : indents.isEmpty() ? "" : indents.peek());
        pending = "";
        lastWasQuote = quotes > 0;
        lastLine(sourceLine);
    }

    /** As many line ends as there are in the source; none before the first line. */
    private void endLine(int sourceLine, boolean quote) {
        if (out.isEmpty()) {
            return;
        }
        out.append('\n');
        for (int line = lastLine() + 1; line < sourceLine; line++) {
            out.append(lastWasQuote && quote ? QUOTE + "\n" : "\n");
        }
    }
}
