package io.palyra.connectors.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html>\t<b>Bad   Gateway</b>                | <html> <b>Bad Gateway</b>",
                "see https://me:pw@proxy.example/a?key=1#x ! | see https://proxy.example/a !",
                "https://h.example?token=1                   | https://h.example",
                "Authorization: Bearer abcdef.ghi            | Authorization: ***",
                "{\"password\":\"hunter22\",\"a\":1}         | {\"password\":\"***\",\"a\":1}",
                "sent Basic bWU6cHc6cHc6 to it               | sent Basic *** to it",
                "x-api-key=abcdefgh; next                    | x-api-key=***; next",
                "id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc | id ***",
                "a quite-long-hyphenated-word stays          | a quite-long-hyphenated-word stays",
                "the token missing here                      | the token missing here"
            })
    void isOneLineWithoutSecrets(String text, String excerpt) {
        assertThat(Excerpt.of(text)).isEqualTo(excerpt);
    }

    @Test
    void isShort() {
        assertThat(Excerpt.of("a b ".repeat(1_000_000))).hasSize(81).endsWith("…");
    }
}
