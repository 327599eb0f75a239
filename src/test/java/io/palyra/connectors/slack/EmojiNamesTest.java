package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiNamesTest {

    @ParameterizedTest
    @CsvSource({
        "👍, thumbsup",
        "👎, thumbsdown",
        "👍🏼, thumbsup::skin-tone-3",
        "👋🏿, wave::skin-tone-6",
        "❤️, heart",
        "❤, heart",
        "☑️, ballot_box_with_check",
        "✅, white_check_mark",
        "👀, eyes",
        "1️⃣, one",
        "🇩🇪, flag-de",
        "🇬🇧, flag-gb",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿, flag-england",
        "🏳️‍🌈, rainbow-flag",
        "👨‍👩‍👧, man-woman-girl",
        "👩🏽‍💻, female-technologist::skin-tone-4",
        "🧑🏻‍🤝‍🧑🏿, people_holding_hands::skin-tone-2-6",
        "🧑🏼‍🤝‍🧑🏼, people_holding_hands::skin-tone-3",
        "🫱🏻‍🫲🏿, handshake::skin-tone-2-6",
        "🏼, skin-tone-3",
        ":thumbsup:, thumbsup",
        ":wave::skin-tone-3:, wave::skin-tone-3",
        "thumbsup, thumbsup",
        "+1, +1",
        "party-parrot, party-parrot",
        ":ünïcode_名前:, ünïcode_名前",
        "'  👍 ', thumbsup"
    })
    void namesWhatSlackTakes(String emoji, String name) {
        assertThat(EmojiNames.of(emoji)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍👍",
                "🇩",
                "two words",
                "<:custom:123>",
                ":",
                "::",
                "::skin-tone-3",
                "",
                "👍 nice",
                "name::skin-tone-9",
                "\uD83D"
            })
    void refusesWhatSlackHasNoNameFor(String emoji) {
        assertThatThrownBy(() -> EmojiNames.of(emoji))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageStartingWith("emoji: Slack has no name for it");
    }

    @ParameterizedTest
    @CsvSource({
        "thumbsup, 👍",
        "+1, 👍",
        "heart, ❤",
        "flag-de, 🇩🇪",
        "de, 🇩🇪",
        "wave::skin-tone-3, 👋🏼",
        "female-technologist::skin-tone-4, 👩🏽‍💻"
    })
    void knowsTheEmojiOfAName(String name, String emoji) {
        assertThat(EmojiNames.emoji(name)).contains(emoji);
    }

    @ParameterizedTest
    @ValueSource(strings = {"party-parrot", "", "handshake::skin-tone-2-6", "nobody::skin-tone-3"})
    void doesNotGuessAnEmoji(String name) {
        assertThat(EmojiNames.emoji(name)).isEmpty();
    }
}
