package io.palyra.connectors.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.discord.DiscordConnector;
import io.palyra.connectors.fake.discord.DiscordClient;
import io.palyra.connectors.fake.discord.DiscordClient.Seen;
import io.palyra.connectors.outbox.TextSplitter.Part;
import io.palyra.connectors.protocol.CapabilityLimits;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Goal: a long text says in several messages what it says in one, to a reader with Discord's client. */
class DiscordSplitPropertiesTest {

    private static final Markup DISCORD = new DiscordConnector().markup();

    /** From here on the marks of a block leave room for code. */
    private static final int CHARS_FOR_BLOCKS = 30;

    @Property(tries = 3000)
    void theClientShowsTheSameCodeAndTheSameProse(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = CHARS_FOR_BLOCKS, max = 150) int chars,
            @ForAll @IntRange(min = 3, max = 17) int lines) {
        List<String> parts = split(text, chars, lines);

        List<Seen> shown = parts.stream()
                .flatMap(part -> DiscordClient.reads(part).stream())
                .toList();
        assertThat(shown).isEqualTo(DiscordClient.reads(text));
        if (parts.size() > 1) {
            assertThat(parts).noneMatch(DiscordClient::endsInCode);
            assertThat(parts).noneMatch(part -> DiscordClient.reads(part).isEmpty());
        }
    }

    @Property(tries = 1000)
    void partsAreWithinTheLimits(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = 1, max = 150) int chars,
            @ForAll @IntRange(min = 1, max = 17) int lines) {
        assertThat(split(text, chars, lines))
                .isNotEmpty()
                .allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(chars))
                .allSatisfy(part -> assertThat(part.lines().count()).isLessThanOrEqualTo(lines));
    }

    @Property(tries = 1000)
    void piecesFollowEachOtherInTheText(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = CHARS_FOR_BLOCKS, max = 150) int chars,
            @ForAll @IntRange(min = 3, max = 17) int lines) {
        int read = 0;
        for (Part part : TextSplitter.parts(text, limits(chars, lines), DISCORD)) {
            int at = text.indexOf(part.piece(), read);
            assertThat(at).as(part.piece()).isGreaterThanOrEqualTo(read);
            read = at + part.piece().length();
        }
    }

    @Property(tries = 1000)
    void noCharacterIsCut(
            @ForAll("texts") String text, @ForAll @IntRange(min = CHARS_FOR_BLOCKS, max = 150) int chars) {
        for (Part part : TextSplitter.parts(text, limits(chars, 9), DISCORD)) {
            String piece = part.piece();
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isFalse();
            assertThat(piece).doesNotStartWith("\u0301").doesNotStartWith("\u200D");
        }
    }

    @Property(tries = 1000)
    void whatFitsWholeIntoAPartIsNotCut(
            @ForAll("units") List<String> units, @ForAll @IntRange(min = 40, max = 150) int chars) {
        String text = String.join(" ", units);
        List<String> parts = split(text, chars, 17);
        for (String unit :
                units.stream().filter(unit -> !unit.endsWith("no unit")).toList()) {
            int whole = parts.stream().mapToInt(part -> occurrences(part, unit)).sum();
            assertThat(whole).as(unit).isEqualTo(occurrences(text, unit));
        }
    }

    @Property
    void textWithinTheLimitsStaysAsItIs(@ForAll("texts") String text) {
        assertThat(split(text, text.length(), TextSplitter.lines(text))).containsExactly(text);
    }

    @Example
    void aBlockIsOpenedAgainByItsOwnLine() {
        String code = IntStream.range(0, 8).mapToObj(n -> "line " + n + "\n").collect(Collectors.joining());
        assertThat(split("Look:\n```java\n" + code + "```\ndone", 60, 20))
                .containsExactly(
                        "Look:\n```java\nline 0\nline 1\nline 2\nline 3\nline 4\nline 5\n```",
                        "```java\nline 6\nline 7\n```\ndone");
    }

    @Example
    void aBlockThatFitsIsNotCut() {
        assertThat(split("some words before\n```\na\nb\n```\n", 24, 20))
                .containsExactly("some words before\n", "```\na\nb\n```\n");
    }

    @Example
    void tildesAreText() {
        assertThat(split("~~~~text\none\ntwo\n~~~~\nthree\n", 20, 5))
                .containsExactly("~~~~text\none\ntwo\n", "~~~~\nthree\n");
    }

    @Example
    void aBlockBeginsWithinALineAndEndsBehindCode() {
        assertThat(split("- see ```one two\nthree``` and\nmore words to the end", 30, 9))
                .containsExactly("- see ```one two\nthree``` and\n", "more words to the end");
        assertThat(split("> quoted ```sh\nls -la /tmp\ncat file.txt``` done", 30, 9))
                .containsExactly("> quoted ```sh\nls -la /tmp\n```", "```sh\ncat file.txt``` done");
    }

    @Example
    void aBlockThatIsNeverClosedIsClosedInEachPart() {
        assertThat(split("```\none two three\nfour five six\nseven", 24, 9))
                .containsExactly("```\none two three\n```", "```\nfour five six\n```", "```\nseven\n```");
    }

    @Example
    void theFirstWordOfABlockDoesNotBecomeItsLanguage() {
        assertThat(split("```" + "x".repeat(50), 30, 9))
                .containsExactly("```" + "x".repeat(24) + "```", "```\n" + "x".repeat(22) + "\n```", "```\nxxxx\n```");
    }

    @Example
    void whatIsTooLongForAPartIsCutLikeText() {
        String link = "[" + "word ".repeat(20) + "](https://example.org)";
        assertThat(split(link, 50, 9)).hasSizeGreaterThan(2).allMatch(part -> part.length() <= 50);
    }

    @Example
    void nothingButEmptyBlocksIsOneOfThem() {
        assertThat(split("```\n```\n".repeat(10), 40, 9)).containsExactly("```\n```");
        assertThat(split("```\n\u00A0\n```\n".repeat(10), 40, 9)).containsExactly("```\n```");
    }

    @Example
    void longHostileTextsAreSplitInTime() {
        for (String piece :
                List.of("[", "](", "`", "`` ` ", "||", "**a ", "<", "```", "```js\n", "(", "[a](", "\u0301")) {
            String text = "x" + piece.repeat(65_000 / piece.length());
            assertThat(split(text, 2000, 17)).as(piece).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "wörd",
                        "two wörds",
                        " ",
                        "\n",
                        "\n\n\n",
                        "```",
                        "```js\n",
                        "\n```\n",
                        "\n```sh\n",
                        "````",
                        "> ```",
                        "\n- item ```py\n",
                        "code```",
                        "\n~~~\n",
                        "`code`",
                        "``",
                        "||hidden||",
                        "||",
                        "**bold**",
                        "[a link](https://example.org/a_(b))",
                        "https://example.org/path",
                        "<@123456>",
                        "\uD83D\uDE00",
                        "e\u0301",
                        "\uD83D\uDC68\u200D\uD83D\uDC69",
                        "\u00A0",
                        "lönglönglönglönglönglönglönglönglöng")
                .list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces))
                .filter(text -> !DiscordClient.reads(text).isEmpty());
    }

    @Provide
    Arbitrary<List<String>> units() {
        return Arbitraries.of(
                        "word",
                        "long\nlines that are no unit",
                        "[a link](https://example.org/a_(b))",
                        "[a b c d](<https://example.org/a>)",
                        "<https://example.org/some/path>",
                        "https://example.org/path?query=1",
                        "<@123456789>",
                        "<@!123456789>",
                        "<#12345>",
                        "<@&12345>",
                        "<:smile:12345>",
                        "<a:smile:12345>",
                        "<t:1700000000:R>",
                        "</play song:12345>",
                        "||a hidden text||",
                        "||a <@1>\nin two lines||",
                        "`inline code here`",
                        "``a ` tick``",
                        "**some bold text**",
                        "~~some struck text~~")
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static CapabilityLimits limits(int chars, int lines) {
        return CapabilityLimits.text(chars).lines(lines);
    }

    private static List<String> split(String text, int chars, int lines) {
        return TextSplitter.split(text, limits(chars, lines), DISCORD);
    }

    private static int occurrences(String text, String unit) {
        return text.split(Pattern.quote(unit), -1).length - 1;
    }
}
