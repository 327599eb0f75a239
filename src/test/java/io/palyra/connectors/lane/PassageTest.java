package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.Passage.Change;
import io.palyra.connectors.lane.Passage.Sign;
import io.palyra.connectors.time.ClockJump;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may try while nothing gets through, on a clock that the test moves. */
class PassageTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final SettableClock passed = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final SteadyClock clock =
            new SteadyClock(passed, () -> TimeUnit.MILLISECONDS.toNanos(passed.millis()), () -> 0);
    private final Passage passage = new Passage(clock, () -> 0.5);

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
                passage.failed(Long.parseLong(step.substring(1)), "reset");
            } else if (step.equals("A")) {
                passage.answered();
            }
        }

        assertThat(passage.isClosed()).isEqualTo(closed);
        assertThat(passage.turn() instanceof Turn.Free).isNotEqualTo(closed);
        assertThat(passage.admits(7)).isNotEqualTo(closed);
    }

    @Test
    void probesAfterOneSecondAndThenTwiceAsLongUpToAMinute() {
        close();
        List<Long> waits = new ArrayList<>();
        for (int lane = 10; lane < 18; lane++) {
            waits.add(waitForProbe());
            passage.tries(lane);
            passage.failed(lane, "reset");
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
        assertThat(passage.turn()).isEqualTo(new Turn.Probe(Turn.ANY_LANE));

        passage.tries(4);

        assertThat(passage.admits(4)).isTrue();
        assertThat(passage.admits(5)).isFalse();
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(clock.millis() + Passage.PATIENCE.toMillis()));
    }

    @Test
    void theNextProbeIsPreferablyAnotherLane() {
        close();
        waitForProbe();
        passage.tries(4);
        passage.failed(4, "reset");
        waitForProbe();

        assertThat(passage.turn()).isEqualTo(new Turn.Probe(4));
    }

    @Test
    void aMessageThatWasNeverTriedNeedNotWaitForTheNextProbe() {
        close();
        for (int lane = 10; lane < 16; lane++) {
            waitForProbe();
            passage.tries(lane);
            passage.failed(lane, "reset");
        }
        long nextProbe = clock.millis() + 60_000;
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(clock.millis() + Passage.UNTRIED_AFTER.toMillis()));

        passed.advance(Passage.UNTRIED_AFTER);
        assertThat(passage.turn()).isEqualTo(new Turn.Untried(15, nextProbe));
        passage.tries(20);
        passage.failed(20, "reset");

        assertThat(passage.turn()).isEqualTo(new Turn.Wait(clock.millis() + Passage.UNTRIED_AFTER.toMillis()));
        passed.advance(Passage.UNTRIED_AFTER);
        passage.tries(21);
        assertThat(passage.released(21)).isTrue();
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(clock.millis() + Passage.UNTRIED_AFTER.toMillis()));
        passed.advance(Duration.ofMillis(nextProbe - clock.millis()));
        assertThat(passage.turn()).isEqualTo(new Turn.Probe(21));
    }

    @Test
    void failuresOfLanesThatWereInHandDoNotProlongTheWait() {
        close();
        for (int lane = 10; lane < 40; lane++) {
            passage.failed(lane, "reset");
        }

        assertThat(waitForProbe()).isEqualTo(1_000);
    }

    @Test
    void anAnswerToWhateverLaneOpens() {
        close();
        passed.advance(Passage.SHORT);

        assertThat(passage.answered()).isEqualTo(Change.RECOVERED);

        assertThat(passage.turn()).isEqualTo(Turn.FREE);
        assertThat(passage.outage()).isEmpty();
        assertThat(passage.answered()).isEqualTo(Change.NONE);
    }

    /** What waits goes on by itself soon; or else a few bad messages would be tried again with every good one. */
    @Test
    void afterAShortOutageNothingIsHastened() {
        close();
        passed.advance(Passage.SHORT.minusMillis(1));

        assertThat(passage.answered()).isEqualTo(Change.OPENED);
    }

    @Test
    void whatWaitsIsHastenedAlsoWhereOnlyOneLaneHasTried() {
        passage.failed(1, "reset");
        passage.failed(1, "reset");
        passage.failed(1, "reset");
        passed.advance(Passage.SHORT);

        assertThat(passage.answered()).isEqualTo(Change.RECOVERED);
    }

    @Test
    void aProbeWithoutAnOutcomeLetsAnotherOneTryAMomentLater() {
        close();
        waitForProbe();
        passage.tries(4);

        assertThat(passage.released(5)).isFalse();
        assertThat(passage.released(4)).isTrue();

        assertThat(waitForProbe()).isEqualTo(1_000);
        assertThat(passage.released(4)).isFalse();
    }

    @Test
    void aProbeThatHangsLetsAnotherOneTryInTheEnd() {
        close();
        waitForProbe();
        passage.tries(4);
        passed.advance(Passage.PATIENCE);
        assertThat(passage.turn()).isEqualTo(new Turn.Probe(4));

        passage.tries(5);
        passage.failed(4, "timed out");

        assertThat(passage.admits(5)).as("the later one still tries").isTrue();
    }

    @Test
    void whoWasClaimedToTryDoesNotWhereThingsHaveChanged() {
        close();
        waitForProbe();
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        passage.notReady();

        passage.tries(4);

        assertThat(passage.admits(4)).isFalse();
    }

    @Test
    void aLimitClosesAtOnceAndOneMessageGoesFirstAfterIt() {
        passage.limited(DAY, "banned");
        assertThat(waitForProbe()).isEqualTo(DAY.toMillis());

        passage.tries(4);
        assertThat(passage.admits(5)).isFalse();
        assertThat(passage.answered()).isEqualTo(Change.OPENED);
        assertThat(passage.turn()).isEqualTo(Turn.FREE);
    }

    @Test
    void theLongestOfSeveralLimitsCounts() {
        passage.limited(Duration.ofMillis(9_000), "banned");
        passage.limited(Duration.ofMillis(3_000), "banned");

        assertThat(waitForProbe()).isEqualTo(9_000);
    }

    @Test
    void anAnswerToWhatWasSentBeforeTheLimitDoesNotEndIt() {
        passage.limited(Duration.ofMillis(9_000), "banned");

        passage.answered();
        passage.signOfLife(true);
        passage.letOneTry();

        assertThat(waitForProbe()).isEqualTo(9_000);
    }

    @Test
    void aLimitThatIsMetAgainLastsAsLongAsItSays() {
        passage.limited(Duration.ofMillis(9_000), "banned");
        waitForProbe();
        passage.tries(1);
        passage.limited(Duration.ofMillis(2_000), "banned");

        assertThat(waitForProbe()).isEqualTo(2_000);
    }

    @Test
    void aProbeThatFailsAfterALimitIsAnOutage() {
        passage.limited(Duration.ofMillis(10), "slow down");
        waitForProbe();
        passage.tries(1);
        passage.failed(1, "reset");

        assertThat(passage.outage()).get().extracting(Outage::kind).isEqualTo(Outage.Kind.UNREACHABLE);
        assertThat(waitForProbe()).isEqualTo(2_000);
    }

    @Test
    void aConnectorThatIsNotReadyIsTriedWhenSomebodySaysSo() {
        passage.notReady();
        passed.advance(DAY);
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(Long.MAX_VALUE));

        passage.letOneTry();
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        passage.tries(1);
        assertThat(passage.isTried()).isTrue();
        passage.failed(1, "reset");
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(Long.MAX_VALUE));
        assertThat(passage.answered()).isEqualTo(Change.NONE);
        assertThat(passage.isClosed()).isTrue();

        assertThat(passage.opened()).isEqualTo(Change.RECOVERED);
        assertThat(passage.turn()).isEqualTo(Turn.FREE);
    }

    @Test
    void aSignOfLifeBringsTheProbeForwardButNotAgainAndAgain() {
        close();
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.LIFE);
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        passage.tries(4);
        assertThat(passage.signOfLife(false))
                .as("the probe's own answer, perhaps")
                .isEqualTo(Sign.NONE);
        passage.failed(4, "HTTP 500");

        assertThat(passage.signOfLife(false)).isEqualTo(Sign.NONE);
        assertThat(passage.signOfLife(true)).isEqualTo(Sign.NONE);
        assertThat(waitForProbe()).isEqualTo(2_000);
        passed.advance(Passage.BETWEEN_SIGNS);
        assertThat(passage.signOfLife(false)).isEqualTo(Sign.LIFE);
    }

    /** Sessions may open while every send fails, and a failed send may have the session opened anew. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsAfterEachProbeDoNotKeepTheWaitsFromGrowing(boolean session) {
        close();
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
        close();
        waitForProbe();
        passage.tries(4);

        assertThat(passage.signOfLife(true)).isEqualTo(Sign.LIFE);
        passage.failed(4, "no session");

        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        passage.tries(5);
        passage.failed(5, "no session");
        assertThat(waitForProbe()).isEqualTo(4_000);
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

    @Test
    void aClockThatIsSetBackDoesNotProlongAWait() {
        close();

        passed.advance(DAY.negated());

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

        waitForProbe();
        passage.tries(3);
        assertThat(passage.outage())
                .get()
                .extracting(Outage::probeInHand, Outage::nextProbeUnixMs)
                .containsExactly(true, null);
    }

    @Test
    void whatHasNotBeenTriedForLongIsNotCalledAnOutage() {
        close();
        passed.advance(Passage.STALE);

        assertThat(passage.outage()).isEmpty();
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aClockThatJumpsChangesNoLength(Duration jump) {
        close();
        passed.advance(Duration.ofMillis(400));
        Outage unreachable = passage.outage().orElseThrow();
        jumps(jump);
        assertThat(passage.outage()).contains(moved(unreachable, jump));
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(clock.millis() + 600));

        waitForProbe();
        passage.tries(4);
        passed.advance(Duration.ofSeconds(1));
        jumps(jump);
        assertThat(passage.turn())
                .isEqualTo(new Turn.Wait(
                        clock.millis() + Passage.PATIENCE.minusSeconds(1).toMillis()));
        passage.failed(4, "reset");
        assertThat(passage.signOfLife(false)).isEqualTo(Passage.Sign.LIFE);
        jumps(jump);
        assertThat(passage.signOfLife(false)).isEqualTo(Passage.Sign.NONE);

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

    private void close() {
        passage.failed(1, "reset");
        passage.failed(2, "reset");
        passage.failed(3, "reset");
    }

    /** @return how long it took until one might try, milliseconds */
    private long waitForProbe() {
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
