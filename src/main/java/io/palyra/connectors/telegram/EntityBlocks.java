package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.markdown.CodeText;
import io.palyra.connectors.platform.markdown.InlineReading;
import io.palyra.connectors.platform.markdown.Markdown;
import io.palyra.connectors.platform.markdown.MarkdownSource;
import io.palyra.connectors.platform.markdown.MarkdownTable;
import io.palyra.connectors.platform.markdown.TextStyle;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.telegram.EntityPieces.Piece;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/**
 * Writes the blocks of a parsed text line by line, as the lines stand in the source, with nothing that is longer than there. Goes through
 * the tree without calling itself. For one text.
 */
final class EntityBlocks {

    private static final String BULLET = "• ";
    private static final String OPEN_TASK = "☐ ";
    private static final String DONE_TASK = "☑ ";
    private static final String RULE = "─";
    private static final int RULE_CHARS_MAX = 10;

    private static final Pattern TASK = Pattern.compile("\\[([ xX])] ");
    private static final Pattern BULLET_MARK = Pattern.compile("[*+-](?=\\s|$)");
    private static final Pattern QUOTE_MARK = Pattern.compile("> ?");

    private final String source;
    private final MarkdownSource texts;
    private final int[] lineStarts;
    private final EntityPieces pieces;
    private final EntityText out;
    private final Set<String> linked;
    private int quotes;

    /** Of the outermost quote; negative before it has begun. */
    private int quoteStart = -1;

    private int lastLine = -1;

    private EntityBlocks(Markdown markdown, boolean mentions) {
        source = markdown.source();
        texts = new MarkdownSource(source);
        lineStarts = lineStarts(source);
        pieces = new EntityPieces(mentions);
        out = new EntityText(markdown::clean);
        linked = texts.referenced(markdown.root(), link -> !EntityPieces.shown(
                        String.valueOf(MarkdownSource.destination(link)), texts.plain(link, false), mentions)
                .isEmpty());
    }

    static TelegramText write(Markdown markdown, boolean mentions) {
        EntityBlocks blocks = new EntityBlocks(markdown, mentions);
        blocks.all(markdown.root());
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

    private void all(Node document) {
        Node node = document.getFirstChild();
        while (node != null) {
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
        linesUpTo(lineStarts.length);
    }

    /** @return whether it is made of blocks */
    private boolean enter(Node node) {
        if (node instanceof BlockQuote) {
            quotes++;
            return true;
        } else if (node instanceof ListBlock || node instanceof ListItem) {
            return true;
        }
        leaf(node);
        lastLine = Math.max(lastLine, lastLine(node));
        return false;
    }

    private void leave(Node node) {
        if (node instanceof BlockQuote && --quotes == 0) {
            if (quoteStart >= 0) {
                out.quote(quoteStart);
            }
            quoteStart = -1;
        }
    }

    private void leaf(Node node) {
        if (node instanceof Paragraph) {
            prose(node, 0);
        } else if (node instanceof Heading) {
            prose(node, TextStyle.BOLD.bit());
        } else if (node instanceof FencedCodeBlock code) {
            fenced(code);
        } else if (node instanceof IndentedCodeBlock code) {
            indented(code);
        } else if (node instanceof TableBlock table) {
            table(table);
        } else if (node instanceof ThematicBreak) {
            startLine(node, "");
            String written = texts.written(node).replaceAll("\\s", "");
            out.text(RULE.repeat(Math.min(written.length(), RULE_CHARS_MAX)), 0);
        } else if (node instanceof LinkReferenceDefinition definition) {
            definition(definition);
        }
    }

    private void prose(Node node, int styles) {
        String task = task(node);
        InlineReading.read(node, texts, styles, pieces);
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

    /** The box of a task, which is taken out of the text; or nothing. */
    private static String task(Node node) {
        if (node.getParent() instanceof ListItem
                && node.getPrevious() == null
                && node instanceof Paragraph
                && node.getFirstChild() instanceof Text text) {
            Matcher box = TASK.matcher(text.getLiteral());
            if (box.lookingAt()) {
                text.setLiteral(text.getLiteral().substring(box.end()));
                return box.group(1).isBlank() ? OPEN_TASK : DONE_TASK;
            }
        }
        return "";
    }

    private void fenced(FencedCodeBlock code) {
        CodeText text = CodeText.of(code);
        if (CodeText.isRatherText(code)) {
            written(code);
        } else if (!Texts.isBlank(text.code())) {
            // The line of the fence is there for what stands before it
            out.text(startBlock(code) ? "\n" : "", 0);
            out.pre(text.code(), text.language());
        }
    }

    private void indented(IndentedCodeBlock code) {
        startBlock(code);
        out.pre(CodeText.chomped(code.getLiteral()), null);
    }

    private int lineEnd(int line) {
        return line + 1 < lineStarts.length ? lineStarts[line + 1] - 1 : source.length();
    }

    /** Laid out, or as it stands where that is shorter. */
    private void table(TableBlock table) {
        String written = table.getSourceSpans().stream()
                .map(span -> source.substring(span.getInputIndex(), span.getInputIndex() + span.getLength()))
                .collect(Collectors.joining("\n"));
        String laidOut = MarkdownTable.of(table, texts);
        startBlock(table);
        out.pre(laidOut.isBlank() || laidOut.length() > written.length() ? written : laidOut, null);
    }

    /** One that is used is shown there; any other is a text that only looks like one. */
    private void definition(LinkReferenceDefinition definition) {
        if (!linked.contains(definition.getDestination())) {
            written(definition);
        }
    }

    private void written(Node node) {
        startLine(node, "");
        out.text(texts.written(node).lines().map(String::strip).collect(Collectors.joining("\n")), 0);
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
        lastLine = Math.max(lastLine, firstLine(node));
        return spans.isEmpty() ? "" : prefix(spans.get(0));
    }

    private static boolean isOrdered(Node node) {
        Node item = node.getParent();
        return item != null && item.getParent() instanceof OrderedList;
    }

    /** As many line ends as there are in the source; what the lines between hold are marks of items that have no text. */
    private void linesUpTo(int line) {
        for (int between = lastLine + 1; between <= line; between++) {
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

    private int firstLine(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        return spans.isEmpty() ? lastLine + 1 : spans.get(0).getLineIndex();
    }

    private int lastLine(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        return spans.isEmpty() ? lastLine : spans.get(spans.size() - 1).getLineIndex();
    }
}
