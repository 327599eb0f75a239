package io.palyra.connectors.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void aLineOfALogShowsWhatWouldSteerATerminalOrHideInIt() {
        assertThat(Texts.logLine("\n one\r\n\ttwo \u001b[31mred\u0000 \u202eturned\u2028 \u00e9 \ud83d\udc4d \ud83d."))
                .isEqualTo("one two \\u001b[31mred\\u0000 \\u202eturned\\u2028 \u00e9 \ud83d\udc4d \\ud83d.");
        assertThat(Texts.logLine(" \n ")).isEmpty();
    }

    @Test
    void whatAFailureSaysQuotesNoMessage() {
        assertThat(Texts.without("my pin is 1234", "cannot read <my pin is 1234>"))
                .isEqualTo("cannot read <[text]>");
        assertThat(Texts.without("a", "a failure")).isEqualTo("a failure");
    }

    @Test
    void aLineOfALogIsCutBetweenCharacters() {
        assertThat(Texts.logLine("x".repeat(1_000))).isEqualTo("x".repeat(1_000));
        assertThat(Texts.logLine("x".repeat(1_001))).isEqualTo("x".repeat(1_000) + "…");
        assertThat(Texts.logLine("x".repeat(999) + "\ud83d\udc4d")).isEqualTo("x".repeat(999) + "…");
        assertThat(Texts.logLine("x".repeat(998) + "\u001b")).isEqualTo("x".repeat(998) + "…");
    }
}
