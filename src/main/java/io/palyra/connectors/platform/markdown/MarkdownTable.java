package io.palyra.connectors.platform.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/** A table in the letters of a typewriter, for platforms that have no other. */
public final class MarkdownTable {

    /** A cell that is wider stands out of its column. */
    private static final int WIDTH_MAX = 40;

    private static final int WIDE_FROM = 0x1100;

    private record Cell(String text, int width, TableCell.@Nullable Alignment alignment) {}

    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    private MarkdownTable() {}

    /** Without an end of line at the end. */
    public static String of(TableBlock block, MarkdownSource source) {
        MarkdownTable table = new MarkdownTable();
        for (Node part = block.getFirstChild(); part != null; part = part.getNext()) {
            if (part instanceof TableHead || part instanceof TableBody) {
                for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                    if (row instanceof TableRow) {
                        table.add(row, source);
                    }
                }
            }
        }
        return table.write();
    }

    /** What is behind the last column is left out by GitHub, and is one more cell here. */
    private void add(Node row, MarkdownSource source) {
        List<Cell> cells = new ArrayList<>();
        for (Node node = row.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof TableCell cell) {
                String text = source.plain(cell, true).strip();
                int width = width(text);
                if (cells.size() == widths.size()) {
                    widths.add(1);
                }
                widths.set(cells.size(), Math.min(WIDTH_MAX, Math.max(widths.get(cells.size()), width)));
                cells.add(new Cell(text, width, cell.getAlignment()));
            }
        }
        Node last = row.getLastChild();
        while (last != null && last.getSourceSpans().isEmpty()) {
            last = last.getPrevious();
        }
        String behind = last == null ? source.written(row) : source.behind(last, row);
        String rest = behind.replaceAll("^[\\s|]++|[\\s|]+$", "");
        if (!rest.isEmpty()) {
            cells.add(new Cell(rest, 0, null));
        }
        rows.add(cells);
    }

    private String write() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            out.append(i == 0 ? "" : "\n").append(line(rows.get(i)));
            if (i == 0) {
                out.append('\n').append(rule());
            }
        }
        return out.toString();
    }

    private String line(List<Cell> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            int free = i < widths.size() ? Math.max(0, widths.get(i) - cell.width) : 0;
            int before = cell.alignment == TableCell.Alignment.RIGHT
                    ? free
                    : cell.alignment == TableCell.Alignment.CENTER ? free / 2 : 0;
            line.append(i == 0 ? "" : " | ")
                    .append(" ".repeat(before))
                    .append(cell.text)
                    .append(" ".repeat(free - before));
        }
        return line.toString().stripTrailing();
    }

    private String rule() {
        return String.join("-+-", widths.stream().map("-"::repeat).toList());
    }

    /** Columns of a fixed-width font, as near as clients agree on them. */
    private static int width(String text) {
        return text.codePoints().map(MarkdownTable::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return c >= WIDE_FROM && (isWideScript(c) || c >= 0x1F300 && c <= 0x1FAFF) ? 2 : 1;
    }

    private static boolean isWideScript(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> !(c >= 0xFF61 && c <= 0xFFDC);
            default -> c >= 0x3000 && c <= 0x303E || c >= 0xFF01 && c <= 0xFF60;
        };
    }
}
