package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.platform.markdown.HostileMarkdown;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.testkit.Splitting;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Goal: a reader with Slack's client sees what the writer of the Markdown meant, in one message or in several, and never a
 * mention. Method: Markdown that is made together with what is to be seen of it, and hostile Markdown; {@link SlackReader}
 * reads what comes out.
 */
class MrkdwnPropertiesTest {

    private static final int CHARS_MAX = 4_000;

    private static final Pattern SEEN_MARK = Pattern.compile("[*~`\\\\]|\\b_|_\\b");
    private static final Pattern WRITTEN_MARK = Pattern.compile("[*~]|\\b_\\w|\\w_\\b");

    /** Markdown, and what people see of it. */
    private record Written(String markdown, String visible) {

        static Written together(List<Written> pieces, String between) {
            return new Written(
                    pieces.stream().map(Written::markdown).collect(Collectors.joining(between)),
                    pieces.stream().map(Written::visible).collect(Collectors.joining(between)));
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void theReaderSeesWhatWasMeant(@ForAll("texts") Written text) {
        String rendered = MrkdwnRenderer.render(text.markdown());

        assertThat(SlackReader.defects(rendered)).as(rendered).isEmpty();
        assertThat(SlackReader.visible(rendered)).as(rendered).isEqualTo(text.visible());
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void theReaderOfSeveralMessagesSeesTheSame(
            @ForAll("texts") Written piece, @ForAll @IntRange(min = 2_000, max = 4_000) int chars) {
        Written text =
                Written.together(Collections.nCopies(12_000 / piece.markdown().length() + 1, piece), "\n\n");

        List<String> parts = Splitting.of(SlackMarkup.INSTANCE, text.markdown(), chars);

        for (String part : parts) {
            assertThat(part.length()).isLessThanOrEqualTo(chars);
            assertThat(SlackReader.defects(part)).as(part).isEmpty();
        }
        String seen = parts.stream().map(SlackReader::visible).collect(Collectors.joining());
        assertThat(dense(seen)).isEqualTo(dense(text.visible()));
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void hostileMarkdownMakesNoMentionAndLosesNoLetter(@ForAll("hostile") String text) {
        // The language of a block is left out
        Assume.that(!text.matches("(?s).*(?:~~~|```)[^\\n]*[a-z].*"));

        String rendered = MrkdwnRenderer.render(text);

        assertThat(SlackReader.defects(rendered)).as(rendered).isEmpty();
        assertThat(letters(SlackReader.visible(rendered))).as(rendered).isEqualTo(letters(text));
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void partsOfHostileMarkdownAreWithinTheLimit(@ForAll("hostile") String text) {
        String large = text.repeat(Math.max(1, 20_000 / Math.max(1, text.length())));
        if (Texts.isBlank(large)) {
            return;
        }

        List<String> parts = Splitting.of(SlackMarkup.INSTANCE, large, CHARS_MAX);

        for (String part : parts) {
            assertThat(part.length()).isLessThanOrEqualTo(CHARS_MAX);
            assertThat(SlackReader.defects(part)).as(part).isEmpty();
        }
    }

    /** White space is where messages end, and is left out there. */
    private static String dense(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static String letters(String text) {
        return text.replaceAll("[^a-z]", "");
    }

    @Provide
    Arbitrary<Written> texts() {
        return block().list().ofMinSize(1).ofMaxSize(6).map(blocks -> Written.together(blocks, "\n\n"));
    }

    private static Arbitrary<Written> block() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, line()),
                Tuple.of(2, line().list().ofMinSize(2).ofMaxSize(4).map(lines -> Written.together(lines, "\n"))),
                Tuple.of(2, line().list().ofMinSize(1).ofMaxSize(4).map(MrkdwnPropertiesTest::items)),
                Tuple.of(1, line().map(line -> new Written("## " + line.markdown(), line.visible()))),
                Tuple.of(1, line().map(line -> new Written("> " + line.markdown(), line.visible()))),
                Tuple.of(2, code()));
    }

    private static Written items(List<Written> lines) {
        return new Written(
                lines.stream().map(line -> "- " + line.markdown()).collect(Collectors.joining("\n")),
                lines.stream().map(line -> "• " + line.visible()).collect(Collectors.joining("\n")));
    }

    private static Arbitrary<Written> code() {
        return Arbitraries.of(
                        "x = 1 < 2 && y",
                        "<@U1> *a* _b_ `c`",
                        "a\n\n  b > c",
                        "long line of code ".repeat(20).strip())
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(lines -> String.join("\n", lines))
                .map(code -> new Written("```java\n" + code + "\n```", code));
    }

    private static Arbitrary<Written> line() {
        return inline(2).list().ofMinSize(1).ofMaxSize(6).map(pieces -> Written.together(pieces, " "));
    }

    private static Arbitrary<Written> inline(int depth) {
        Arbitrary<Written> plain = Arbitraries.of(
                        "word",
                        "snake_case",
                        "a&b",
                        "x",
                        "<b>",
                        "<!channel>",
                        "<@U1>",
                        "2 * 3",
                        "(p)",
                        "é中文",
                        "😀",
                        "~/foo",
                        "C:\\dir",
                        "end.",
                        "\"q\"",
                        "a<b>c",
                        "1|2",
                        "i--",
                        "https",
                        "a * b",
                        "R&D",
                        "5 > 4",
                        "@here")
                .map(word -> new Written(word, word));
        Arbitrary<Written> tokens = Arbitraries.ofSuppliers(
                () -> new Written("`co<d>e & *x*`", "co<d>e & *x*"),
                () -> new Written("[la & bel](https://x.y/a_b_c?d=*&e=1)", "la & bel"),
                () -> new Written("https://x/__init__.py", "https://x/__init__.py"),
                () -> new Written("[l](javascript:x)", "l (javascript:x)"),
                () -> new Written("\\*lit\\*", "*lit*"),
                () -> new Written("\\_lit\\_", "_lit_"),
                () -> new Written("&lt;tag&gt;", "<tag>"));
        if (depth == 0) {
            return Arbitraries.oneOf(plain, plain, tokens);
        }
        Arbitrary<Written> inner = inline(depth - 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(pieces -> Written.together(pieces, " "))
                // A mark of its own would end emphasis, or begin more of it
                .filter(piece -> !SEEN_MARK.matcher(piece.visible()).find()
                        && !WRITTEN_MARK.matcher(piece.markdown()).find());
        Arbitrary<Written> emphasis = Combinators.combine(inner, Arbitraries.of("**", "*", "~~", "_"))
                .as((piece, mark) -> new Written(mark + piece.markdown() + mark, piece.visible()))
                .filter(piece -> Character.isLetter(piece.visible().codePointAt(0)));
        Arbitrary<Written> withinWord =
                Arbitraries.of("**", "*").map(mark -> new Written("un" + mark + "bold" + mark + "ed", "unbolded"));
        return Arbitraries.oneOf(plain, plain, tokens, emphasis, emphasis, withinWord);
    }

    @Provide
    Arbitrary<String> hostile() {
        return HostileMarkdown.with("<!channel>", "<@U>", "<#C|x>", "!here");
    }
}
