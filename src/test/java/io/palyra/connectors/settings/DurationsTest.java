package io.palyra.connectors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "1ms, PT0.001S",
        "250ms, PT0.25S",
        "30s, PT30S",
        "120s, PT2M",
        "5m, PT5M",
        "12h, PT12H",
        "7d, P7D",
        "36500d, P36500D"
    })
    void readsANumberAndAUnit(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "30",
                "s",
                "30 s",
                "30S",
                "-30s",
                "+30s",
                "1.5s",
                "1h30m",
                "1w",
                "PT30S",
                "0s",
                "0ms",
                "36501d",
                "999999999999999d",
                "9999999999999999s",
                "٣s"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(Durations.ALLOWED);
    }
}
