package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.Passage.Sign;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What brings a probe forward that is no message which got through. */
class SignsOfLifeTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final PassageUnderTest it = new PassageUnderTest();
    private final SettableClock passed = it.passed;
    private final SteadyClock clock = it.clock;
    private final Passage passage = it.passage;

    @Test
    void aSignOfLifeBringsTheProbeForwardButNotAgainAndAgain() {
        it.close();
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.LIFE);
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        passage.tries(4);
        assertThat(passage.signOfLife(false))
                .as("the probe's own answer, perhaps")
                .isEqualTo(Sign.NONE);
        passage.failed(4, "HTTP 500");

        assertThat(passage.signOfLife(false)).isEqualTo(Sign.NONE);
        assertThat(passage.signOfLife(true)).isEqualTo(Sign.NONE);
        assertThat(it.waitForProbe()).isEqualTo(2_000);
        passed.advance(Passage.BETWEEN_SIGNS);
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.LIFE);
    }

    /** Sessions may open while every send fails, and a failed send may have the session opened anew. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsAfterEachProbeDoNotKeepTheWaitsFromGrowing(boolean session) {
        it.close();
        int probes = 0;
        long began = clock.millis();
        while (clock.millis() - began < Duration.ofHours(1).toMillis()) {
            passage.signOfLife(session);
            if (passage.turn() instanceof Turn.Probe) {
                passage.tries(++probes);
                passage.failed(probes, "session is restarting");
            }
            passed.advance(Duration.ofMillis(100));
        }

        assertThat(probes).isBetween(50, 75);
    }

    @Test
    void aSessionThatOpensWhileAMessageTriesLetsTheNextOneTryAtOnce() {
        it.close();
        it.waitForProbe();
        passage.tries(4);

        assertThat(passage.signOfLife(true)).isEqualTo(Sign.LIFE);
        passage.failed(4, "no session");

        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        passage.tries(5);
        passage.failed(5, "no session");
        assertThat(it.waitForProbe()).isEqualTo(4_000);
    }

    @Test
    void aSignOfLifeIsOfNoInterestWhileNothingHasFailed() {
        assertThat(passage.signOfLife(false))
                .as("what an earlier process has left")
                .isEqualTo(Sign.FIRST);
        passed.advance(DAY);
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.NONE);

        passage.failed(1, "reset");
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.LIFE);
        passed.advance(DAY);
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.NONE);
    }
}
