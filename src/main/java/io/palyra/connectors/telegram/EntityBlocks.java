package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.markdown.BlockWriter;
import io.palyra.connectors.platform.markdown.CodeText;
import io.palyra.connectors.platform.markdown.InlineReading;
import io.palyra.connectors.platform.markdown.Markdown;
import io.palyra.connectors.platform.markdown.MarkdownSource;
import io.palyra.connectors.platform.markdown.MarkdownTable;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.telegram.EntityPieces.Piece;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.ThematicBreak;

/** Writes the blocks of a parsed text line by line, as the lines stand in the source, and none longer than there. For one text. */
final class EntityBlocks extends BlockWriter {

    private static final String RULE = "─";
    private static final int RULE_CHARS_MAX = 10;

    private static final Pattern BULLET_MARK = Pattern.compile("[*+-](?=\\s|$)");
    private static final Pattern QUOTE_MARK = Pattern.compile("> ?");

    private final String source;
    private final int[] lineStarts;
    private final EntityPieces pieces;
    private final EntityText out;
    private int quotes;

    /** Of the outermost quote; negative before it has begun. */
    private int quoteStart = -1;

    private EntityBlocks(Markdown markdown, MarkdownSource texts, boolean mentions) {
        super(markdown.root(), texts, link -> !EntityPieces.shown(
                        String.valueOf(MarkdownSource.destination(link)), texts.plain(link, false), mentions)
                .isEmpty());
        source = markdown.source();
        lineStarts = lineStarts(source);
        pieces = new EntityPieces(mentions);
        out = new EntityText(markdown::clean);
    }

    static TelegramText write(Markdown markdown, boolean mentions) {
        EntityBlocks blocks = new EntityBlocks(markdown, new MarkdownSource(markdown.source()), mentions);
        blocks.writeAll();
        blocks.linesUpTo(blocks.lineStarts.length);
        return blocks.out.build();
    }

    private static int[] lineStarts(String source) {
        return IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, source.length())
                                .filter(i -> source.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    @Override
    protected void begin(Node container) {
        quotes += container instanceof BlockQuote ? 1 : 0;
    }

    @Override
    protected void end(Node container) {
        if (container instanceof BlockQuote && --quotes == 0) {
            if (quoteStart >= 0) {
                out.quote(quoteStart);
            }
            quoteStart = -1;
        }
    }

    @Override
    protected void rule(ThematicBreak rule) {
        startLine(rule, "");
        String written = source().written(rule).replaceAll("\\s", "");
        out.text(RULE.repeat(Math.min(written.length(), RULE_CHARS_MAX)), 0);
    }

    @Override
    protected void prose(Node node, int styles) {
        String task = task(node);
        InlineReading.read(node, source(), styles, pieces);
        List<Piece> prose = pieces.take();
        if (prose.stream().allMatch(piece -> Texts.isBlank(piece.text()))) {
            written(node);
            return;
        }
        startLine(node, task);
        List<SourceSpan> spans = node.getSourceSpans();
        boolean isLineByLine = spans.size() - 1
                == prose.stream()
                        .filter(piece -> piece.kind() == EntityPieces.Kind.NEW_LINE)
                        .count();
        int line = 0;
        for (Piece piece : prose) {
            write(piece);
            if (piece.kind() == EntityPieces.Kind.NEW_LINE && isLineByLine) {
                out.text(prefix(spans.get(++line)), piece.styles());
            }
        }
    }

    private void write(Piece piece) {
        switch (piece.kind()) {
            case TEXT, NEW_LINE -> out.text(piece.text(), piece.styles());
            case CODE -> out.code(piece.text());
            case LINK -> out.link(piece.text(), String.valueOf(piece.url()), piece.styles());
        }
    }

    @Override
    protected void code(Node block, CodeText code) {
        if (Texts.isBlank(code.code())) {
            return;
        }
        boolean isBehindMarks = startBlock(block);
        // The line of the fence is there for what stands before it
        out.text(isBehindMarks && block instanceof FencedCodeBlock ? "\n" : "", 0);
        out.pre(code.code(), code.language());
    }

    private int lineEnd(int line) {
        return line + 1 < lineStarts.length ? lineStarts[line + 1] - 1 : source.length();
    }

    /** Laid out, or as it stands where that is shorter. */
    @Override
    protected void table(TableBlock table) {
        String written = table.getSourceSpans().stream()
                .map(span -> source.substring(span.getInputIndex(), span.getInputIndex() + span.getLength()))
                .collect(Collectors.joining("\n"));
        String laidOut = MarkdownTable.of(table, source());
        startBlock(table);
        out.pre(laidOut.isBlank() || laidOut.length() > written.length() ? written : laidOut, null);
    }

    @Override
    protected void written(Node node) {
        startLine(node, "");
        out.text(source().written(node).lines().map(String::strip).collect(Collectors.joining("\n")), 0);
    }

    private void startLine(Node node, String task) {
        String prefix = beginLine(node);
        boolean isForBullet = !task.isEmpty() && !isOrdered(node) && prefix.endsWith(BULLET);
        out.text((isForBullet ? prefix.substring(0, prefix.length() - BULLET.length()) : prefix) + task, 0);
    }

    /** @return whether something stands before the block in its first line */
    private boolean startBlock(Node node) {
        String prefix = beginLine(node).stripTrailing();
        out.text(prefix, 0);
        return !prefix.isEmpty();
    }

    private String beginLine(Node node) {
        linesUpTo(firstLine(node));
        if (quotes > 0 && quoteStart < 0) {
            quoteStart = out.length();
        }
        List<SourceSpan> spans = node.getSourceSpans();
        lastLine(Math.max(lastLine(), firstLine(node)));
        return spans.isEmpty() ? "" : prefix(spans.get(0));
    }

    private static boolean isOrdered(Node node) {
        Node item = node.getParent();
        return item != null && item.getParent() instanceof OrderedList;
    }

    /** As many line ends as there are in the source; what the lines between hold are marks of items that have no text. */
    private void linesUpTo(int line) {
        for (int between = lastLine() + 1; between <= line; between++) {
            if (between > 0 && between < lineStarts.length) {
                out.text("\n", 0);
            }
            if (between < line) {
                out.text(marks(source.substring(lineStarts[between], lineEnd(between))), 0);
            }
        }
    }

    /** What stands before a block in one of its lines: of quotes nothing, of items their marks, and the indent. */
    private String prefix(SourceSpan span) {
        int start = lineStarts[span.getLineIndex()];
        int end = span.getInputIndex();
        int written = end + span.getLength();
        while (end < written && Character.isWhitespace(source.charAt(end))) {
            end++;
        }
        return marks(source.substring(start, end));
    }

    /** Telegram has one level of quotes: the marks of the others stand as they are. */
    private static String marks(String written) {
        return BULLET_MARK.matcher(QUOTE_MARK.matcher(written).replaceFirst("")).replaceAll(BULLET.strip());
    }
}
