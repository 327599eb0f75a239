package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTimeTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final SettableClock own = new SettableClock(NOON);
    private final ProgramTime time = new ProgramTime(own);

    @Test
    void goesAsFarAheadOrBehindAsTheProgramDoes() {
        time.learn("Sat, 31 Jan 2026 11:00:00 GMT");
        own.advance(Duration.ofSeconds(7));

        assertThat(time.isKnown()).isTrue();
        assertThat(time.instant()).isBetween("2026-01-31T11:00:07Z", "2026-01-31T11:00:08Z");

        time.learn("Sat, 31 Jan 2026 13:00:07 GMT");
        assertThat(time.instant()).isBetween("2026-01-31T13:00:07Z", "2026-01-31T13:00:08Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sat, 31 Jan 2026 11:59:59 GMT", "Sat, 31 Jan 2026 12:00:01 GMT"})
    void whatTheHeaderCannotSayIsNoDifference(String date) {
        time.learn(date);

        assertThat(time.isKnown()).isTrue();
        assertThat(time.instant()).isEqualTo(NOON);
    }

    @Test
    void anAnswerWithoutATimeTellsNothing() {
        time.learn(null);
        time.learn("soon");

        assertThat(time.isKnown()).isFalse();
        assertThat(time.instant()).isEqualTo(NOON);
    }
}
