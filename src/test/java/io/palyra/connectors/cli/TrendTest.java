package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrendTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Trend trend = new Trend(clock);

    @Test
    void saysHowFastANumberChanges() {
        assertThat(trend.of("a", "100")).isEqualTo("100");
        assertThat(trend.of("b", "7")).isEqualTo("7");
        clock.advance(Duration.ofSeconds(2));
        assertThat(trend.of("a", "70")).isEqualTo("70 (-15.0/s)");
        assertThat(trend.of("b", "8")).isEqualTo("8 (+0.5/s)");
        clock.advance(Duration.ofSeconds(2));
        assertThat(trend.of("a", "70")).isEqualTo("70");
        assertThat(trend.of("c", "-")).isEqualTo("-");
    }
}
