package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;

/** A {@link Passage} on a clock that the test moves. */
final class PassageUnderTest {

    final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    final Passage passage = new Passage(clock, () -> 0.5);

    void close() {
        passage.failed(1, "reset");
        passage.failed(2, "reset");
        passage.failed(3, "reset");
    }

    /** @return how long it took until one might try, milliseconds */
    long waitForProbe() {
        long began = clock.millis();
        if (passage.turn() instanceof Turn.Wait wait) {
            clock.advance(Duration.ofMillis(wait.untilUnixMs() - clock.millis()));
        }
        if (passage.turn() instanceof Turn.Untried untried) {
            clock.advance(Duration.ofMillis(untried.untilUnixMs() - clock.millis()));
        }
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        return clock.millis() - began;
    }
}
