package io.palyra.connectors.reference;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The little of it that the page needs. */
final class Markdown {

    private Markdown() {}

    static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    static String codes(Stream<String> texts) {
        return texts.map(Markdown::code).collect(Collectors.joining(", "));
    }

    /** With the heads in the first row. */
    static String table(List<String> heads, Stream<List<String>> rows) {
        return Stream.concat(Stream.of(heads, heads.stream().map(head -> "---").toList()), rows)
                .map(cells -> cells.stream().map(Markdown::cell).collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").strip();
    }
}
