package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.Passage.Sign;
import io.palyra.connectors.time.ClockJump;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a passage tells of an outage, and that a clock which is set changes none of its lengths. */
class PassageTimesTest {

    private final PassageUnderTest it = new PassageUnderTest();
    private final SettableClock passed = it.passed;
    private final SteadyClock clock = it.clock;
    private final Passage passage = it.passage;

    @Test
    void aClockThatIsSetBackDoesNotProlongAWait() {
        it.close();

        passed.advance(Duration.ofDays(-1));

        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
    }

    @Test
    void tellsSinceWhenWhatWasSaidAndWhenTheNextOneTries() {
        long began = clock.millis();
        passage.failed(1, "reset");
        passage.failed(1, "reset");
        assertThat(passage.outage()).as("twice is no outage").isEmpty();
        passed.advance(Duration.ofSeconds(4));
        passage.failed(1, "HTTP 502");
        assertThat(passage.outage())
                .contains(new Outage(Outage.Kind.UNREACHABLE, began, 3, "HTTP 502", false, false, null));

        passage.failed(2, "HTTP 503");
        assertThat(passage.outage())
                .contains(
                        new Outage(Outage.Kind.UNREACHABLE, began, 4, "HTTP 503", true, false, clock.millis() + 1_000));

        it.waitForProbe();
        passage.tries(3);
        assertThat(passage.outage())
                .get()
                .extracting(Outage::probeInHand, Outage::nextProbeUnixMs)
                .containsExactly(true, null);
    }

    @Test
    void whatHasNotBeenTriedForLongIsNotCalledAnOutage() {
        it.close();
        passed.advance(Failing.STALE);

        assertThat(passage.outage()).isEmpty();
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
    }

    /** Whatever else it is called meanwhile: stale, limited, not ready. */
    @Test
    void itStaysUnansweredUntilAMessageGetsThroughOrSomebodyOpensIt() {
        passage.failed(1, "reset");
        assertThat(passage.isUnanswered()).isFalse();
        it.close();
        passed.advance(Failing.STALE);
        assertThat(passage.isUnanswered()).isTrue();

        passage.answered();
        assertThat(passage.isUnanswered()).isFalse();

        passage.limited(Duration.ofSeconds(1), "slow down");
        assertThat(passage.isUnanswered()).as("a limit is an answer").isFalse();
        it.waitForProbe();
        passage.tries(1);
        passage.failed(1, "reset");
        passage.limited(Duration.ofSeconds(1), "slow down");
        passage.notReady();
        assertThat(passage.isUnanswered()).isTrue();

        passage.opened();
        assertThat(passage.isUnanswered()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aClockThatJumpsChangesNoLength(Duration jump) {
        it.close();
        passed.advance(Duration.ofMillis(400));
        Outage unreachable = passage.outage().orElseThrow();
        jumps(jump);
        assertThat(passage.outage()).contains(moved(unreachable, jump));
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(clock.millis() + 600));

        it.waitForProbe();
        passage.tries(4);
        passed.advance(Duration.ofSeconds(1));
        jumps(jump);
        assertThat(passage.turn())
                .isEqualTo(new Turn.Wait(
                        clock.millis() + Passage.PATIENCE.minusSeconds(1).toMillis()));
        passage.failed(4, "reset");
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.LIFE);
        jumps(jump);
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.NONE);

        passage.limited(Duration.ofSeconds(5), "slow down");
        Outage limited = passage.outage().orElseThrow();
        jumps(jump);
        assertThat(passage.outage()).contains(moved(limited, jump));
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(clock.millis() + 5_000));

        passage.opened();
        assertThat(passage.openedAt()).isEqualTo(clock.millis());
        jumps(jump);
        assertThat(passage.openedAt()).isEqualTo(clock.millis());
    }

    @Test
    void aClockThatJumpsOpensNothingThatWasNeverClosed() {
        jumps(Duration.ofHours(1));

        assertThat(passage.openedAt()).isZero();
        assertThat(passage.turn()).isEqualTo(Turn.FREE);
    }

    private void jumps(Duration by) {
        clock.follow(new ClockJump(0, by.toMillis()));
    }

    private static Outage moved(Outage outage, Duration by) {
        return new Outage(
                outage.kind(),
                outage.sinceUnixMs() + by.toMillis(),
                outage.failures(),
                outage.reason(),
                outage.probing(),
                outage.probeInHand(),
                outage.nextProbeUnixMs() + by.toMillis());
    }
}
