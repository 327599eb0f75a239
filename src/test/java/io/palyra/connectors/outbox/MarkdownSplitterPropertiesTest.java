package io.palyra.connectors.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.outbox.MarkdownSplitter.Part;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.TextFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MarkdownSplitterPropertiesTest {

    private static final Pattern LONG_MARKER = Pattern.compile("`{10}|~{10}");

    @Property(tries = 1000)
    void partsAreWithinTheLimits(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = 1, max = 120) int chars,
            @ForAll @IntRange(min = 1, max = 9) int lines) {
        assertThat(split(text, chars, lines))
                .allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(chars))
                .allSatisfy(part -> assertThat(part.lines().count()).isLessThanOrEqualTo(lines));
    }

    @Property(tries = 1000)
    void joiningThePiecesGivesTheText(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = 1, max = 120) int chars,
            @ForAll @IntRange(min = 1, max = 9) int lines) {
        int read = 0;
        for (Part part : MarkdownSplitter.split(text, chars, lines, true)) {
            int at = text.indexOf(part.piece(), read);
            assertThat(at).as(part.piece()).isGreaterThanOrEqualTo(read);
            assertThat(TextSplitter.isBlank(text.substring(read, at))).isTrue();
            read = at + part.piece().length();
        }
        assertThat(TextSplitter.isBlank(text.substring(read))).isTrue();
    }

    @Property(tries = 1000)
    void everyBlockIsClosedWhereItIsCut(
            @ForAll("texts") String text, @ForAll @IntRange(min = 60, max = 120) int chars) {
        // A marker that takes a good part of a message is text
        Assume.that(!LONG_MARKER.matcher(text).find());
        List<String> parts = split(text, chars, 9);
        if (parts.size() > 1) {
            assertThat(parts).noneMatch(MarkdownSplitterPropertiesTest::leavesABlockOpen);
        }
    }

    @Property(tries = 1000)
    void noCharacterIsCut(@ForAll("texts") String text, @ForAll @IntRange(min = 20, max = 120) int chars) {
        for (Part part : MarkdownSplitter.split(text, chars, 9, true)) {
            String piece = part.piece();
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isFalse();
            assertThat(piece).doesNotStartWith("\u0301").doesNotStartWith("\u200D");
        }
    }

    @Property
    void textWithinTheLimitsStaysAsItIs(@ForAll("texts") String text) {
        assertThat(split(text, text.length(), MarkdownSplitter.lines(text))).containsExactly(text);
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
    void aLongerMarkerIsClosedByTheSame() {
        assertThat(split("~~~~text\none\ntwo\n~~~\nthree\n~~~~\n", 60, 5))
                .containsExactly("~~~~text\none\ntwo\n~~~\n~~~~", "~~~~text\nthree\n~~~~\n");
    }

    @Example
    void aBlockThatFitsIsNotCut() {
        assertThat(split("some words before\n```\na\nb\n```\n", 24, 20))
                .containsExactly("some words before\n", "```\na\nb\n```\n");
    }

    @Example
    void anOpeningLineThatIsTooLongIsCutLikeAnyOther() {
        List<String> parts = split("word ```wordwordwordword", 20, 3);
        assertThat(parts).hasSizeGreaterThan(1).allMatch(part -> part.length() <= 20);
        assertThat(parts).noneMatch(MarkdownSplitterPropertiesTest::leavesABlockOpen);
    }

    @Example
    void linesCountInPlainTextToo() {
        assertThat(TextSplitter.split("a\nb\nc", CapabilityLimits.text(100).lines(2)))
                .containsExactly("a\nb\n", "c");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "word",
                        "two words",
                        " ",
                        "\n",
                        "\n",
                        "```\n",
                        "\n```js\n",
                        "\n~~~~\n",
                        "```",
                        "~~~",
                        "`code`",
                        "\uD83D\uDE00",
                        "e\u0301",
                        "\uD83D\uDC68\u200D\uD83D\uDC69",
                        "\u00A0",
                        "longlonglonglonglonglonglonglonglong")
                .list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces))
                .filter(text -> !TextSplitter.isBlank(text));
    }

    private static List<String> split(String text, int chars, int lines) {
        return TextSplitter.split(
                text, CapabilityLimits.text(chars).lines(lines).format(TextFormat.MARKDOWN));
    }

    /** Another reader of the same rules, from line to line. */
    private static boolean leavesABlockOpen(String part) {
        String marker = "";
        for (String line : part.split("\n", -1)) {
            String run = line.strip();
            boolean isFence = run.startsWith("```") || run.startsWith("~~~");
            if (!isFence || line.startsWith("    ")) {
                continue;
            }
            int length = 0;
            while (length < run.length() && run.charAt(length) == run.charAt(0)) {
                length++;
            }
            if (marker.isEmpty()) {
                boolean infoHasBackticks =
                        run.charAt(0) == '`' && run.substring(length).contains("`");
                marker = infoHasBackticks ? "" : run.substring(0, length);
            } else if (run.length() == length && length >= marker.length() && run.charAt(0) == marker.charAt(0)) {
                marker = "";
            }
        }
        return !marker.isEmpty();
    }
}
