package io.palyra.connectors.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Prints for people: aligned columns, states in colour where the terminal takes it. */
public final class Screen {

    private static final String GAP = "  ";

    private static final Map<String, String> STYLES = Map.ofEntries(
            Map.entry("ready", "green"),
            Map.entry("running", "green"),
            Map.entry("healthy", "green"),
            Map.entry("delivered", "green"),
            Map.entry("alive", "green"),
            Map.entry("UP", "green"),
            Map.entry("passed", "green"),
            Map.entry("pending", "yellow"),
            Map.entry("open", "yellow"),
            Map.entry("retrying", "yellow"),
            Map.entry("restarting", "yellow"),
            Map.entry("rate_limited", "yellow"),
            Map.entry("backpressure", "yellow"),
            Map.entry("paused", "yellow"),
            Map.entry("unknown", "yellow"),
            Map.entry("leaving", "yellow"),
            Map.entry("warn", "yellow"),
            Map.entry("warning", "yellow"),
            Map.entry("unreachable", "red"),
            Map.entry("misconfigured", "red"),
            Map.entry("auth_failed", "red"),
            Map.entry("missing_credential", "red"),
            Map.entry("crashed", "red"),
            Map.entry("lost", "red"),
            Map.entry("denied", "red"),
            Map.entry("dead", "red"),
            Map.entry("dead_lettered", "red"),
            Map.entry("DOWN", "red"),
            Map.entry("failed", "red"),
            Map.entry("error", "red"));

    private final PrintWriter out;
    private final Ansi ansi;

    Screen(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    /** Whether somebody looks at it, rather than a file or another program. */
    boolean isTerminal() {
        return ansi.enabled();
    }

    void line(String text) {
        out.println(printable(text));
        out.flush();
    }

    /** A heading and rows of as many cells; the last column is as long as it likes. */
    void table(List<String> heading, List<List<String>> rows) {
        int[] widths = new int[heading.size()];
        measure(heading, widths);
        rows.forEach(row -> measure(row, widths));
        print(heading, widths, false);
        rows.forEach(row -> print(row, widths, true));
        out.flush();
    }

    /** A name and a value in each line; a value that is empty is left out. */
    void facts(List<List<String>> facts) {
        List<List<String>> known =
                facts.stream().filter(fact -> !fact.get(1).isEmpty()).toList();
        int[] widths = new int[2];
        known.forEach(fact -> measure(fact, widths));
        known.forEach(fact -> print(fact, widths, true));
        out.flush();
    }

    private static void measure(List<String> row, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], length(printable(row.get(column))));
        }
    }

    private void print(List<String> row, int[] widths, boolean coloured) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = printable(row.get(column));
            line.append(coloured ? colour(cell) : cell);
            if (column < widths.length - 1) {
                line.append(" ".repeat(widths[column] - length(cell))).append(GAP);
            }
        }
        out.println(line.toString().stripTrailing());
    }

    private String colour(String cell) {
        String style = STYLES.get(cell);
        return style == null || !ansi.enabled() ? cell : ansi.string("@|" + style + " " + cell + "|@");
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Controls, what turns the direction of text, what ends a line, and halves of characters. */
    private static boolean steers(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** What users wrote must not steer the terminal. */
    public static String printable(String text) {
        return Arrays.stream(text.codePoints()
                        .map(point -> steers(point) ? ' ' : point)
                        .toArray())
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The same JSON: such characters stand in its texts only, line ends apart, and have an escape there. */
    static String printableJson(String json) {
        StringBuilder text = new StringBuilder(json.length());
        json.codePoints().forEach(point -> {
            if (point == '\n' || point == '\r' || point == '\t' || !steers(point)) {
                text.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    text.append("\\u%04x".formatted((int) unit));
                }
            }
        });
        return text.toString();
    }
}
