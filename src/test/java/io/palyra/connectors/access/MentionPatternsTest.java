package io.palyra.connectors.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pattern is found between characters that are no part of a word, in any case. */
class MentionPatternsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "palyra        | Palyra, who is on call? | true",
                "palyra        | PALYRA                  | true",
                "Palyra        | ask palyra!             | true",
                "palyra        | palyras are many        | false",
                "palyra        | unpalyra                | false",
                "palyra        | palyra_2                | false",
                "palyra        | palyras and palyra      | true",
                "@palyra       | hey @palyra             | true",
                "@palyra       | write to me@palyra.org  | false",
                "hey bot       | well, hey bot: go       | true",
                "hey bot       | hey  bot                | false",
                "\u00fcber     | \u00dcBER alles         | true",
                "bot           | \uD835\uDC1Abot         | false",
                "*             | whatever                | true",
                "p*a           | palyra                  | false",
                "p*a           | a p*a                   | true",
                "everyone      | @everyone               | false",
                "here          | @here look              | false",
                "here          | @here, look here        | true",
                "after         | @hereafter              | false",
                "@here         | @here look              | true",
                "@everyone now | @everyone now           | true",
                "here          | @everyone is here       | true",
            })
    void isFoundAsAWord(String pattern, String text, boolean found) {
        assertThat(new MentionPatterns(List.of(pattern)).matches(text)).isEqualTo(found);
    }

    @Test
    void eachNameOfEverybodyIsNamedOnItsOwn() {
        MentionPatterns patterns = new MentionPatterns(List.of("@here", "everyone"));

        assertThat(patterns.matches("@everyone")).isFalse();
        assertThat(patterns.matches("@here")).isTrue();
    }

    @Test
    void withoutPatternsNothingIsFound() {
        assertThat(new MentionPatterns(List.of()).matches("palyra")).isFalse();
    }

    @Test
    void refusesTooMany() {
        List<String> most = IntStream.range(0, MentionPatterns.COUNT_MAX)
                .mapToObj(i -> "word" + i)
                .toList();
        assertThat(MentionPatterns.checked(most)).isEqualTo(most);

        List<String> tooMany = IntStream.rangeClosed(0, MentionPatterns.COUNT_MAX)
                .mapToObj(i -> "word" + i)
                .toList();
        assertThatThrownBy(() -> MentionPatterns.checked(tooMany))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("mention_patterns")
                .hasMessageContaining("64");
    }

    @Test
    void refusesOneThatIsTooLongOrBlank() {
        String longest = "\u00fc".repeat(MentionPatterns.BYTES_MAX / 2);
        assertThat(MentionPatterns.checked(List.of(longest))).containsExactly(longest);
        for (String bad : Arrays.asList(longest + "a", " ", "", null)) {
            assertThatThrownBy(() -> MentionPatterns.checked(Collections.singletonList(bad)))
                    .isInstanceOf(InvalidEnvelopeException.class)
                    .hasMessageContaining("128 bytes");
        }
    }

    /** The longest text there may be, made of what is looked for. */
    @Test
    @Timeout(5)
    void aLongTextCostsLittle() {
        MentionPatterns patterns = new MentionPatterns(IntStream.range(0, MentionPatterns.COUNT_MAX)
                .mapToObj(i -> "here" + i + "x".repeat(100))
                .toList());
        String text = "@here ".repeat(128 * 1024 / 6);
        assertThat(patterns.matches(text)).isFalse();

        long started = System.nanoTime();
        assertThat(patterns.matches(text)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(500));
    }
}
