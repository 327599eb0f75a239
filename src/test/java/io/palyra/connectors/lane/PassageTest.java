package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.Passage.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may try while nothing gets through, on a clock that the test moves. */
class PassageTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Passage side = new Passage(clock, () -> 0.5);

    /** F1: a failure in lane 1, A: an answer. */
    @ParameterizedTest
    @CsvSource({
        "'', false",
        "F1 F2, false",
        "F1 F2 F3, true",
        "F1 F1 F2, true",
        "F1 F1 F1 F1 F1, false",
        "F1 F2 A F3, false",
        "F1 F2 A F3 F3 F4, true",
        "F1 F2 F3 A, false",
    })
    void closesWhenThreeAttemptsInARowFailInMoreThanOneLane(String story, boolean closed) {
        for (String step : story.split(" ")) {
            if (step.startsWith("F")) {
                side.failed(Long.parseLong(step.substring(1)), "reset");
            } else if (step.equals("A")) {
                side.answered();
            }
        }

        assertThat(side.isClosed()).isEqualTo(closed);
        assertThat(side.turn() instanceof Turn.Free).isNotEqualTo(closed);
        assertThat(side.admits(7)).isNotEqualTo(closed);
    }

    @Test
    void probesAfterOneSecondAndThenTwiceAsLongUpToAMinute() {
        close();
        List<Long> waits = new ArrayList<>();
        for (int lane = 10; lane < 18; lane++) {
            waits.add(waitForProbe());
            side.tries(lane);
            side.failed(lane, "reset");
        }

        assertThat(waits).containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
    }

    @ParameterizedTest
    @CsvSource({"0, 48000", "0.5, 60000", "1, 72000"})
    void aWaitIsSpreadByAFifth(double random, long waitMs) {
        assertThat(ProbeWait.after(20, random, 0).end()).isCloseTo(waitMs, within(1L));
    }

    @Test
    void onlyTheLaneThatTriesIsAdmittedAndNoOtherTriesMeanwhile() {
        close();
        waitForProbe();
        assertThat(side.turn()).isEqualTo(new Turn.Probe(Turn.ANY_LANE));

        side.tries(4);

        assertThat(side.admits(4)).isTrue();
        assertThat(side.admits(5)).isFalse();
        assertThat(side.turn()).isEqualTo(new Turn.Wait(clock.millis() + Passage.PATIENCE.toMillis()));
    }

    @Test
    void theNextProbeIsPreferablyAnotherLane() {
        close();
        waitForProbe();
        side.tries(4);
        side.failed(4, "reset");
        waitForProbe();

        assertThat(side.turn()).isEqualTo(new Turn.Probe(4));
    }

    @Test
    void failuresOfLanesThatWereInHandDoNotProlongTheWait() {
        close();
        for (int lane = 10; lane < 40; lane++) {
            side.failed(lane, "reset");
        }

        assertThat(waitForProbe()).isEqualTo(1_000);
    }

    @Test
    void anAnswerToWhateverLaneOpens() {
        close();
        clock.advance(Passage.SHORT);

        assertThat(side.answered()).isEqualTo(Change.RECOVERED);

        assertThat(side.turn()).isEqualTo(Turn.FREE);
        assertThat(side.outage()).isEmpty();
        assertThat(side.answered()).isEqualTo(Change.NONE);
    }

    /** What waits goes on by itself soon; or else a few bad messages would be tried again with every good one. */
    @Test
    void afterAShortOutageNothingIsHastened() {
        close();
        clock.advance(Passage.SHORT.minusMillis(1));

        assertThat(side.answered()).isEqualTo(Change.OPENED);
    }

    @Test
    void whatWaitsIsHastenedAlsoWhereOnlyOneLaneHasTried() {
        side.failed(1, "reset");
        side.failed(1, "reset");
        side.failed(1, "reset");
        clock.advance(Passage.SHORT);

        assertThat(side.answered()).isEqualTo(Change.RECOVERED);
    }

    @Test
    void aProbeWithoutAnOutcomeLetsAnotherOneTryAMomentLater() {
        close();
        waitForProbe();
        side.tries(4);

        assertThat(side.released(5)).isFalse();
        assertThat(side.released(4)).isTrue();

        assertThat(waitForProbe()).isEqualTo(1_000);
        assertThat(side.released(4)).isFalse();
    }

    @Test
    void aProbeThatHangsLetsAnotherOneTryInTheEnd() {
        close();
        waitForProbe();
        side.tries(4);
        clock.advance(Passage.PATIENCE);
        assertThat(side.turn()).isEqualTo(new Turn.Probe(4));

        side.tries(5);
        side.failed(4, "timed out");

        assertThat(side.admits(5)).as("the later one still tries").isTrue();
    }

    @Test
    void whoWasClaimedToTryDoesNotWhereThingsHaveChanged() {
        close();
        waitForProbe();
        assertThat(side.turn()).isInstanceOf(Turn.Probe.class);
        side.notReady();

        side.tries(4);

        assertThat(side.admits(4)).isFalse();
    }

    @Test
    void aLimitClosesAtOnceAndOneMessageGoesFirstAfterIt() {
        side.limited(clock.millis() + DAY.toMillis(), "banned");
        assertThat(waitForProbe()).isEqualTo(DAY.toMillis());

        side.tries(4);
        assertThat(side.admits(5)).isFalse();
        assertThat(side.answered()).isEqualTo(Change.OPENED);
        assertThat(side.turn()).isEqualTo(Turn.FREE);
    }

    @Test
    void theLongestOfSeveralLimitsCounts() {
        side.limited(clock.millis() + 9_000, "banned");
        side.limited(clock.millis() + 3_000, "banned");

        assertThat(waitForProbe()).isEqualTo(9_000);
    }

    @Test
    void anAnswerToWhatWasSentBeforeTheLimitDoesNotEndIt() {
        side.limited(clock.millis() + 9_000, "banned");

        side.answered();
        side.signOfLife(true);
        side.letOneTry();

        assertThat(waitForProbe()).isEqualTo(9_000);
    }

    @Test
    void aLimitOfNoTimeIsNotMetAgainAndAgain() {
        List<Long> waits = new ArrayList<>();
        for (int lane = 1; lane < 6; lane++) {
            side.limited(clock.millis() + 10, "slow down");
            waits.add(waitForProbe());
            side.tries(lane);
        }

        assertThat(waits).containsExactly(10L, 2_000L, 4_000L, 8_000L, 16_000L);
    }

    @Test
    void aProbeThatFailsAfterALimitIsAnOutage() {
        side.limited(clock.millis() + 10, "slow down");
        waitForProbe();
        side.tries(1);
        side.failed(1, "reset");

        assertThat(side.outage()).get().extracting(Outage::kind).isEqualTo(Outage.Kind.UNREACHABLE);
        assertThat(waitForProbe()).isEqualTo(2_000);
    }

    @Test
    void aConnectorThatIsNotReadyIsTriedWhenSomebodySaysSo() {
        side.notReady();
        clock.advance(DAY);
        assertThat(side.turn()).isEqualTo(new Turn.Wait(Long.MAX_VALUE));

        side.letOneTry();
        assertThat(side.turn()).isInstanceOf(Turn.Probe.class);
        side.tries(1);
        assertThat(side.isTried()).isTrue();
        side.failed(1, "reset");
        assertThat(side.turn()).isEqualTo(new Turn.Wait(Long.MAX_VALUE));
        assertThat(side.answered()).isEqualTo(Change.NONE);
        assertThat(side.isClosed()).isTrue();

        assertThat(side.opened()).isEqualTo(Change.RECOVERED);
        assertThat(side.turn()).isEqualTo(Turn.FREE);
    }

    @Test
    void aSignOfLifeBringsTheProbeForwardButNotAgainAndAgain() {
        close();
        assertThat(side.signOfLife(false)).isTrue();
        assertThat(side.turn()).isInstanceOf(Turn.Probe.class);
        side.tries(4);
        assertThat(side.signOfLife(false)).as("the probe's own answer, perhaps").isFalse();
        side.failed(4, "HTTP 500");

        assertThat(side.signOfLife(false)).isFalse();
        assertThat(side.signOfLife(true)).isFalse();
        assertThat(waitForProbe()).isEqualTo(2_000);
        clock.advance(Passage.BETWEEN_SIGNS);
        assertThat(side.signOfLife(false)).isTrue();
    }

    /** Sessions may open while every send fails, and a failed send may have the session opened anew. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsAfterEachProbeDoNotKeepTheWaitsFromGrowing(boolean session) {
        close();
        int probes = 0;
        long began = clock.millis();
        while (clock.millis() - began < Duration.ofHours(1).toMillis()) {
            side.signOfLife(session);
            if (side.turn() instanceof Turn.Probe) {
                side.tries(++probes);
                side.failed(probes, "session is restarting");
            }
            clock.advance(Duration.ofMillis(100));
        }

        assertThat(probes).isBetween(50, 75);
    }

    @Test
    void aSessionThatOpensWhileAMessageTriesLetsTheNextOneTryAtOnce() {
        close();
        waitForProbe();
        side.tries(4);

        assertThat(side.signOfLife(true)).isTrue();
        side.failed(4, "no session");

        assertThat(side.turn()).isInstanceOf(Turn.Probe.class);
        side.tries(5);
        side.failed(5, "no session");
        assertThat(waitForProbe()).isEqualTo(4_000);
    }

    @Test
    void aSignOfLifeIsOfNoInterestWhileNothingHasFailed() {
        assertThat(side.signOfLife(false))
                .as("what an earlier process has left")
                .isTrue();
        clock.advance(DAY);
        assertThat(side.signOfLife(false)).isFalse();

        side.failed(1, "reset");
        assertThat(side.signOfLife(false)).isTrue();
        clock.advance(DAY);
        assertThat(side.signOfLife(false)).isFalse();
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongAWait() {
        close();

        clock.advance(DAY.negated());

        assertThat(side.turn()).isInstanceOf(Turn.Probe.class);
    }

    @Test
    void tellsSinceWhenWhatWasSaidAndWhenTheNextOneTries() {
        long began = clock.millis();
        side.failed(1, "reset");
        side.failed(1, "reset");
        assertThat(side.outage()).as("twice is no outage").isEmpty();
        clock.advance(Duration.ofSeconds(4));
        side.failed(1, "HTTP 502");
        assertThat(side.outage())
                .contains(new Outage(Outage.Kind.UNREACHABLE, began, 3, "HTTP 502", false, false, null));

        side.failed(2, "HTTP 503");
        assertThat(side.outage())
                .contains(
                        new Outage(Outage.Kind.UNREACHABLE, began, 4, "HTTP 503", true, false, clock.millis() + 1_000));

        waitForProbe();
        side.tries(3);
        assertThat(side.outage())
                .get()
                .extracting(Outage::probeInHand, Outage::nextProbeUnixMs)
                .containsExactly(true, null);
    }

    @Test
    void whatHasNotBeenTriedForLongIsNotCalledAnOutage() {
        close();
        clock.advance(Passage.STALE);

        assertThat(side.outage()).isEmpty();
        assertThat(side.turn()).isInstanceOf(Turn.Probe.class);
    }

    private void close() {
        side.failed(1, "reset");
        side.failed(2, "reset");
        side.failed(3, "reset");
    }

    /** @return how long it took until one might try, milliseconds */
    private long waitForProbe() {
        long began = clock.millis();
        if (side.turn() instanceof Turn.Wait wait) {
            clock.advance(Duration.ofMillis(wait.untilUnixMs() - clock.millis()));
        }
        assertThat(side.turn()).isInstanceOf(Turn.Probe.class);
        return clock.millis() - began;
    }
}
