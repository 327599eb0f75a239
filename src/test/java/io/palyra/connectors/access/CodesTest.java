package io.palyra.connectors.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes are made for people: what they confuse is read as what was meant, and what is no code is none. */
class CodesTest {

    private final Codes codes = new Codes(new SecureRandom());

    @Test
    void areOfCrockfordsAlphabetAndRarelyTheSame() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String code = codes.pairing();
            assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{8}").matches(".*[2-9].*");
            made.add(code);
        }
        assertThat(made).hasSizeGreaterThan(19_995);
        assertThat(codes.request()).matches("[0-9A-HJKMNP-TV-Z]{6}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pair K7Q2MX9P          | K7Q2MX9P",
                "PAIR k7q2mx9p          | K7Q2MX9P",
                "pair K7Q2-MX9P         | K7Q2MX9P",
                "'  /pair  K7Q2-MX9P  ' | K7Q2MX9P",
                "!pair K7Q2MX9P         | K7Q2MX9P",
                "pair OIL2-oil9         | 01120119",
            })
    void areReadAsTheyAreTyped(String text, String code) {
        assertThat(Codes.in(text)).contains(code);
    }

    @Test
    void mayStandOnALineOfTheirOwn() {
        assertThat(Codes.in("pair\nK7Q2MX9P\n")).contains("K7Q2MX9P");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "K7Q2MX9P",
                "pair",
                "pair K7Q2MX9",
                "pair K7Q2MX9PP",
                "pair K7Q2MX9P please",
                "please pair K7Q2MX9P",
                "pair K7Q2MX9P\npair AAAA2222",
                "pair K7Q2--MX9P",
                "pairK7Q2MX9P",
                "pair \uFF2B7Q2MX9P",
                "pair K7Q2M\u03A79P",
                "pair K7Q2MX9P\u200B",
                "p\u0430ir K7Q2MX9P",
                "{\"text\":\"pair K7Q2MX9P\"}"
            })
    void otherTextsHaveNone(String text) {
        assertThat(Codes.in(text)).isEmpty();
    }

    /** What a person who is let in may well say. */
    @Test
    void aWordIsNone() {
        assertThat(Codes.in("pair trousers").filter(Codes::mayBeIssued)).isEmpty();
        assertThat(Codes.in("pair SANDWICH").filter(Codes::mayBeIssued)).isEmpty();
    }

    @Test
    void aLongTextIsNotLookedAt() {
        assertThat(Codes.in(" ".repeat(60) + "pair K7Q2MX9P")).isEmpty();
        assertThat(Codes.in("pair " + "2".repeat(128 * 1024))).isEmpty();
    }

    @Test
    void theSameCodeHasAnotherHashEachTime() {
        assertThat(Codes.hash("one", "K7Q2MX9P")).isNotEqualTo(Codes.hash("two", "K7Q2MX9P"));
    }
}
