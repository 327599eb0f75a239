package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A {@link Passage} on a clock that the test moves: time passes by {@code passed}, jumps are the clock's to follow. */
final class PassageUnderTest {

    final SettableClock passed = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    final SteadyClock clock = new SteadyClock(passed, () -> TimeUnit.MILLISECONDS.toNanos(passed.millis()), () -> 0);
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
            passed.advance(Duration.ofMillis(wait.untilUnixMs() - clock.millis()));
        }
        if (passage.turn() instanceof Turn.Untried untried) {
            passed.advance(Duration.ofMillis(untried.untilUnixMs() - clock.millis()));
        }
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        return clock.millis() - began;
    }
}
