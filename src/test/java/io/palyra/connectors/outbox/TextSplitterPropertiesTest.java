package io.palyra.connectors.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TextSplitterPropertiesTest {

    @Property
    void partsAreWithinTheLimit(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 30) int limit) {
        assertThat(split(text, limit)).allMatch(part -> part.length() <= limit);
    }

    @Property
    void nothingButWhiteSpaceIsLost(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 30) int limit) {
        int read = 0;
        for (String part : split(text, limit)) {
            int at = text.indexOf(part, read);
            assertThat(at).as(part).isGreaterThanOrEqualTo(read);
            assertThat(isBlank(text.substring(read, at))).isTrue();
            read = at + part.length();
        }
        assertThat(isBlank(text.substring(read))).isTrue();
    }

    @Property
    void textWithoutWhiteSpaceIsJoinedFromItsParts(
            @ForAll("words") String text, @ForAll @IntRange(min = 1, max = 30) int limit) {
        assertThat(String.join("", split(text, limit))).isEqualTo(text);
    }

    @Property
    void everyPartIsAMessageOfItsOwn(@ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 30) int limit) {
        for (String part : split(text, limit)) {
            assertThat(request(part).text()).isEqualTo(part);
        }
    }

    @Property
    void textWithinTheLimitStaysAsItIs(@ForAll("texts") String text) {
        assertThat(split(text, text.length())).containsExactly(text);
    }

    @Example
    void splitsAtLinesThenAtWhiteSpaceThenBetweenCharacters() {
        assertThat(split("one two\nthree four five", 10)).containsExactly("one two\n", "three ", "four five");
        assertThat(split("abcdefgh", 3)).containsExactly("abc", "def", "gh");
    }

    @Example
    void keepsWhatPeopleSeeAsOneCharacterTogether() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        assertThat(split("ab" + family, 9)).containsExactly("ab", family);
        assertThat(split("ae\u0301", 2)).containsExactly("a", "e\u0301");
    }

    @Example
    void linesCountInPlainTextToo() {
        assertThat(TextSplitter.split("a\nb\nc", CapabilityLimits.text(100).lines(2), Markup.PLAIN))
                .containsExactly("a\nb\n", "c");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "word",
                        " ",
                        "\n",
                        "\t",
                        "\u00A0",
                        "\u3000",
                        "\uD83D\uDE00",
                        "e\u0301",
                        "\uD83D\uDC68\u200D\uD83D\uDC69",
                        "ß")
                .list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces))
                .filter(text -> !isBlank(text));
    }

    @Provide
    Arbitrary<String> words() {
        return texts().map(text -> text.replaceAll("[\\s\\u00A0\\u3000]", ""));
    }

    private static List<String> split(String text, int limit) {
        return TextSplitter.split(text, CapabilityLimits.text(limit), Markup.PLAIN);
    }

    /** Refuses halves of surrogate pairs and blank text. */
    private static OutboundMessageRequest request(String text) {
        return OutboundMessageRequest.builder(
                        new EnvelopeId("m1"), ConnectorId.of("tiny:one"), new ConversationId("c1"), text)
                .build();
    }

    private static boolean isBlank(String text) {
        return List.of(text.split("")).stream()
                .allMatch(
                        c -> c.isEmpty() || Character.isWhitespace(c.charAt(0)) || Character.isSpaceChar(c.charAt(0)));
    }
}
