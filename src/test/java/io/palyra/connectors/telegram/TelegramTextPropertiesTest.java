package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.platform.markdown.HostileMarkdown;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.telegram.TelegramReader.Seen;
import io.palyra.connectors.testkit.Splitting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Goal: whoever reads a message in Telegram sees what the writer of the Markdown meant, in one message or in several, and nobody is
 * pinged. Method: Markdown that is made together with what is to be seen of it, and hostile Markdown; {@link TelegramReader} reads the
 * JSON that is sent, with a counting of its own.
 */
class TelegramTextPropertiesTest {

    private static final Pattern OF_ITS_OWN = Pattern.compile("[*~]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

    private static final TelegramMarkup MARKUP = TelegramMarkup.WITHOUT_MENTIONS;

    /** Markdown, and what people see of it. */
    private record Written(String markdown, List<Seen> seen) {

        static Written of(String markdown, String visible, String... styles) {
            return new Written(
                    markdown,
                    visible.codePoints()
                            .mapToObj(Character::toString)
                            .filter(character -> !Texts.isBlank(character))
                            .map(character -> new Seen(character, Set.of(styles)))
                            .toList());
        }

        static Written together(List<Written> pieces, String between) {
            return new Written(
                    pieces.stream().map(Written::markdown).collect(Collectors.joining(between)),
                    pieces.stream().flatMap(piece -> piece.seen.stream()).toList());
        }

        Written within(String before, String behind) {
            return new Written(before + markdown + behind, seen);
        }

        /** Code has no other style but that of a quote. */
        Written styled(String style) {
            return new Written(
                    markdown,
                    seen.stream()
                            .map(one -> one.styles().contains("code") && !style.equals("blockquote")
                                    ? one
                                    : new Seen(
                                            one.character(),
                                            Stream.concat(one.styles().stream(), Stream.of(style))
                                                    .collect(Collectors.toSet())))
                            .toList());
        }

        String visible() {
            return seen.stream().map(Seen::character).collect(Collectors.joining());
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void theReaderSeesWhatWasMeant(@ForAll("texts") Written text) {
        TelegramText read = MARKUP.text(text.markdown());

        assertThat(TelegramReader.seen(read)).isEqualTo(text.seen());
        assertThat(TelegramReader.defects(read)).isEmpty();
        assertThat(read.text().length()).isLessThanOrEqualTo(text.markdown().length());
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void theReaderOfSeveralMessagesSeesTheSame(
            @ForAll("texts") Written piece, @ForAll @IntRange(min = 2_000, max = 4_096) int chars) {
        Written text =
                Written.together(Collections.nCopies(12_000 / piece.markdown().length() + 1, piece), "\n\n");

        List<String> parts = Splitting.of(MARKUP, text.markdown(), chars);

        List<Seen> seen = new ArrayList<>();
        int entities = 0;
        for (String part : parts) {
            TelegramText read = MARKUP.text(part);
            assertThat(read.text().length()).isLessThanOrEqualTo(chars);
            assertThat(TelegramReader.defects(read)).as(part).isEmpty();
            seen.addAll(TelegramReader.seen(read));
            entities = Math.max(entities, read.entities().size());
        }
        if (entities < EntityText.ENTITIES_MAX) {
            assertThat(characters(seen)).isEqualTo(characters(text.seen()));
            assertThat(seen).isEqualTo(text.seen());
        } else {
            // Links that are too many for one message are written out: their addresses come to what is meant
            assertThat(characters(seen))
                    .containsSubsequence(characters(text.seen()).split(""));
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void hostileMarkdownPingsNobodyAndLosesNoLetter(@ForAll("hostile") String text) {
        TelegramText read = MARKUP.text(MARKUP.render(text));

        assertThat(TelegramReader.defects(read)).isEmpty();
        assertThat(TelegramReader.mentions(read)).isEmpty();
        if (!Texts.isBlank(text)) {
            assertThat(Texts.isBlank(read.text())).isFalse();
        }
        // The language of a block is none of the text
        if (read.entities().stream().allMatch(entity -> entity.language() == null)) {
            Map<Character, Long> shown = letters(read.text() + addresses(read));
            letters(text).forEach((letter, count) -> assertThat(shown.getOrDefault(letter, 0L))
                    .as("%s", letter)
                    .isGreaterThanOrEqualTo(count));
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void whatIsSentIsNeverLongerThanWhatWasWrittenRenderedOrNot(@ForAll("hostile") String text) {
        String rendered = MARKUP.render(text);
        TelegramText plain = MARKUP.text(text);

        assertThat(plain.text().length()).isLessThanOrEqualTo(text.length());
        assertThat(MARKUP.text(rendered).text().length()).isLessThanOrEqualTo(rendered.length());
        assertThat(TelegramReader.mentions(plain)).isEmpty();
        assertThat(MARKUP.render(rendered)).isEqualTo(rendered);
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void partsOfHostileMarkdownAreWithinTheLimitAndPingNobody(@ForAll("hostile") String text) {
        String large = text.repeat(Math.max(1, 20_000 / Math.max(1, text.length())));
        if (Texts.isBlank(large)) {
            return;
        }

        List<String> parts = Splitting.of(MARKUP, large, TelegramConnector.TEXT_CHARS_MAX);

        for (String part : parts) {
            TelegramText read = MARKUP.text(part);
            assertThat(read.text().length()).isLessThanOrEqualTo(TelegramConnector.TEXT_CHARS_MAX);
            assertThat(TelegramReader.defects(read)).as(part).isEmpty();
            assertThat(TelegramReader.mentions(read)).isEmpty();
        }
    }

    private static String characters(List<Seen> seen) {
        // Names in code are disarmed where it is not shown as code
        return seen.stream()
                .map(Seen::character)
                .filter(character -> !character.equals("\u2060"))
                .collect(Collectors.joining());
    }

    private static String addresses(TelegramText text) {
        return text.entities().stream()
                .map(entity -> String.valueOf(entity.url()))
                .collect(Collectors.joining());
    }

    /** How often there is each. */
    private static Map<Character, Long> letters(String text) {
        return text.replace("&#98;", "b")
                .chars()
                .filter(c -> c >= 'a' && c <= 'z')
                .mapToObj(c -> (char) c)
                .collect(Collectors.groupingBy(letter -> letter, Collectors.counting()));
    }

    @Provide
    Arbitrary<Written> texts() {
        return block().list().ofMinSize(1).ofMaxSize(6).map(blocks -> Written.together(blocks, "\n\n"));
    }

    private static Arbitrary<Written> block() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, line()),
                Tuple.of(2, lines()),
                Tuple.of(2, line().list().ofMinSize(1).ofMaxSize(4).map(TelegramTextPropertiesTest::items)),
                Tuple.of(1, line().map(line -> line.within("## ", "").styled("bold"))),
                Tuple.of(1, line().map(line -> line.within("> ", "").styled("blockquote"))),
                Tuple.of(2, code()));
    }

    private static Arbitrary<Written> lines() {
        return line().list().ofMinSize(2).ofMaxSize(4).map(lines -> Written.together(lines, "\n"));
    }

    private static Written items(List<Written> lines) {
        Written bullet = Written.of("- ", "• ");
        return Written.together(
                lines.stream()
                        .map(line -> Written.together(List.of(bullet, line), ""))
                        .toList(),
                "\n");
    }

    private static Arbitrary<Written> code() {
        return Arbitraries.of(
                        "x = 1 < 2 && y",
                        "@bob *a* _b_ `c`",
                        "a\n\n  b > c",
                        "long line of code ".repeat(20).strip())
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(lines -> String.join("\n", lines))
                .map(code -> Written.of("```java\n" + code + "\n```", code, "pre"));
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
                        "2 * 3",
                        "(p)",
                        "é中文",
                        "😀",
                        "👩‍👩‍👧",
                        "~/foo",
                        "C:\\dir",
                        "end.",
                        "\"q\"",
                        "1|2",
                        "i--",
                        "https",
                        "a@b.c",
                        "5 > 4")
                .map(word -> Written.of(word, word));
        Arbitrary<Written> tokens = Arbitraries.ofSuppliers(
                () -> Written.of("`co<d>e & *x* @bob`", "co<d>e & *x* @bob", "code"),
                () -> Written.of("[la & bel](https://x.y/a_b_c?d=*&e=1)", "la & bel", "text_link"),
                () -> Written.of("https://x.y/__init__.py", "https://x.y/__init__.py"),
                () -> Written.of("[l](javascript:x)", "l (javascript:x)"),
                () -> Written.of("\\*lit\\*", "*lit*"),
                () -> Written.of("&lt;tag&gt;", "<tag>"));
        if (depth == 0) {
            return Arbitraries.oneOf(plain, plain, tokens);
        }
        Arbitrary<Written> inner = inline(depth - 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(pieces -> Written.together(pieces, " "))
                // A mark of its own would end emphasis, or begin more of it
                .filter(piece -> Stream.of(piece.visible(), piece.markdown()).noneMatch(OF_ITS_OWN.asPredicate())
                        && !piece.markdown().contains("\\"));
        Arbitrary<Written> emphasis = Combinators.combine(
                        inner, Arbitraries.of("**bold", "*italic", "~~strikethrough", "_italic"))
                .as((piece, kind) -> {
                    String mark = kind.replaceAll("[a-z]", "");
                    return piece.within(mark, mark).styled(kind.substring(mark.length()));
                })
                .filter(piece -> Character.isLetter(piece.visible().codePointAt(0)));
        Arbitrary<Written> withinWord = Arbitraries.just(Written.together(
                List.of(Written.of("un", "un"), Written.of("**bold**", "bold", "bold"), Written.of("ed", "ed")), ""));
        return Arbitraries.oneOf(plain, plain, tokens, emphasis, emphasis, withinWord);
    }

    @Provide
    Arbitrary<String> hostile() {
        return HostileMarkdown.with(
                "@",
                "@bob",
                " @bob ",
                "bob",
                "&#64;",
                "&#98;ob",
                "\u202E",
                "\u0333",
                "https://a.co/@bob",
                "https://h/@bob",
                "[x](https://a.co/@bob)",
                "tg://user?id=7",
                "[y](tg://user?id=7)",
                "- [ ] ",
                "\n> ",
                "\n    - ",
                "\uD83D\uDE00",
                "    @bob",
                "x");
    }
}
