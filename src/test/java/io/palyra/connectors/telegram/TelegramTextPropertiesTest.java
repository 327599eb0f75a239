package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.testkit.Splitting;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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

    private static final TelegramMarkup MARKUP = TelegramMarkup.WITHOUT_MENTIONS;

    /** Markdown, and what is shown of it, with entities as tags. */
    private record Written(String markdown, String shown) {

        static Written together(List<Written> pieces, String between) {
            return new Written(
                    pieces.stream().map(Written::markdown).collect(Collectors.joining(between)),
                    pieces.stream().map(Written::shown).collect(Collectors.joining(between)));
        }

        /** Without tags, and without white space, which is left out where messages end. */
        String dense() {
            return TelegramTextPropertiesTest.dense(shown.replaceAll("</?(?:b|i|s|a|q|code|pre)(?: [^>]*)?>", ""));
        }
    }

    @Property(tries = 500)
    void theReaderSeesWhatWasMeant(@ForAll("texts") Written text) {
        TelegramText read = TelegramText.of(text.markdown());

        assertThat(TelegramReader.shown(read)).isEqualTo(text.shown());
        assertThat(TelegramReader.defects(read)).isEmpty();
        assertThat(read.text().length()).isLessThanOrEqualTo(text.markdown().length());
    }

    @Property(tries = 100)
    void theReaderOfSeveralMessagesSeesTheSame(
            @ForAll("texts") Written piece, @ForAll @IntRange(min = 2_000, max = 4_096) int chars) {
        Written text =
                Written.together(Collections.nCopies(12_000 / piece.markdown().length() + 1, piece), "\n\n");

        List<String> parts = Splitting.of(MARKUP, text.markdown(), chars);

        StringBuilder seen = new StringBuilder();
        for (String part : parts) {
            TelegramText read = TelegramText.of(part);
            assertThat(read.text().length()).isLessThanOrEqualTo(chars);
            assertThat(TelegramReader.defects(read)).as(part).isEmpty();
            seen.append(read.text());
        }
        assertThat(dense(seen.toString())).isEqualTo(text.dense());
    }

    @Property(tries = 2000)
    void hostileMarkdownPingsNobodyAndLosesNoLetter(@ForAll("hostile") String text) {
        TelegramText read = TelegramText.of(MARKUP.render(text));

        assertThat(TelegramReader.defects(read)).isEmpty();
        assertThat(TelegramReader.mentions(read)).isEmpty();
        if (!Texts.isBlank(text)) {
            assertThat(Texts.isBlank(read.text())).isFalse();
        }
        // The language of a block is none of the text
        if (read.entities().stream().allMatch(entity -> entity.language() == null)) {
            assertThat(letters(TelegramReader.shown(read))).isEqualTo(letters(text));
        }
    }

    @Property(tries = 2000)
    void whatIsSentIsNeverLongerThanWhatWasWrittenRenderedOrNot(@ForAll("hostile") String text) {
        String rendered = MARKUP.render(text);
        TelegramText plain = TelegramText.of(text);

        assertThat(plain.text().length()).isLessThanOrEqualTo(text.length());
        assertThat(TelegramText.of(rendered).text().length()).isLessThanOrEqualTo(rendered.length());
        assertThat(TelegramReader.mentions(plain)).isEmpty();
        assertThat(MARKUP.render(rendered)).isEqualTo(rendered);
    }

    @Property(tries = 100)
    void partsOfHostileMarkdownAreWithinTheLimitAndPingNobody(@ForAll("hostile") String text) {
        String large = text.repeat(Math.max(1, 20_000 / Math.max(1, text.length())));
        if (Texts.isBlank(large)) {
            return;
        }

        List<String> parts = Splitting.of(MARKUP, large, TelegramConnector.TEXT_CHARS_MAX);

        for (String part : parts) {
            TelegramText read = TelegramText.of(part);
            assertThat(read.text().length()).isLessThanOrEqualTo(TelegramConnector.TEXT_CHARS_MAX);
            assertThat(TelegramReader.defects(read)).as(part).isEmpty();
            assertThat(TelegramReader.mentions(read)).isEmpty();
        }
    }

    private static String dense(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** Also of the addresses of links. */
    private static String letters(String text) {
        return text.replaceAll("</?(?:b|i|s|a|q|code|pre)\\b|&#64;|&#98;", "").replaceAll("[^a-z]", "");
    }
}
