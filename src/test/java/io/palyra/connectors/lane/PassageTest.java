package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.Passage.Change;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may try while nothing gets through, on a clock that the test moves. */
class PassageTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final PassageUnderTest it = new PassageUnderTest();
    private final SettableClock passed = it.passed;
    private final SteadyClock clock = it.clock;
    private final Passage passage = it.passage;

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
        it.close();
        List<Long> waits = new ArrayList<>();
        for (int lane = 10; lane < 18; lane++) {
            waits.add(it.waitForProbe());
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
        it.close();
        it.waitForProbe();
        assertThat(passage.turn()).isEqualTo(new Turn.Probe(Turn.ANY_LANE));

        passage.tries(4);

        assertThat(passage.admits(4)).isTrue();
        assertThat(passage.admits(5)).isFalse();
        assertThat(passage.turn()).isEqualTo(new Turn.Wait(clock.millis() + Passage.PATIENCE.toMillis()));
    }

    @Test
    void theNextProbeIsPreferablyAnotherLane() {
        it.close();
        it.waitForProbe();
        passage.tries(4);
        passage.failed(4, "reset");
        it.waitForProbe();

        assertThat(passage.turn()).isEqualTo(new Turn.Probe(4));
    }

    @Test
    void aMessageThatWasNeverTriedNeedNotWaitForTheNextProbe() {
        it.close();
        for (int lane = 10; lane < 16; lane++) {
            it.waitForProbe();
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
        it.close();
        for (int lane = 10; lane < 40; lane++) {
            passage.failed(lane, "reset");
        }

        assertThat(it.waitForProbe()).isEqualTo(1_000);
    }

    @Test
    void anAnswerToWhateverLaneOpens() {
        it.close();
        passed.advance(Failing.SHORT);

        assertThat(passage.answered()).isEqualTo(Change.RECOVERED);

        assertThat(passage.turn()).isEqualTo(Turn.FREE);
        assertThat(passage.outage()).isEmpty();
        assertThat(passage.answered()).isEqualTo(Change.NONE);
    }

    /** What waits goes on by itself soon; or else a few bad messages would be tried again with every good one. */
    @Test
    void afterAShortOutageNothingIsHastened() {
        it.close();
        passed.advance(Failing.SHORT.minusMillis(1));

        assertThat(passage.answered()).isEqualTo(Change.OPENED);
    }

    @Test
    void whatWaitsIsHastenedAlsoWhereOnlyOneLaneHasTried() {
        passage.failed(1, "reset");
        passage.failed(1, "reset");
        passage.failed(1, "reset");
        passed.advance(Failing.SHORT);

        assertThat(passage.answered()).isEqualTo(Change.RECOVERED);
    }

    @Test
    void aProbeWithoutAnOutcomeLetsAnotherOneTryAMomentLater() {
        it.close();
        it.waitForProbe();
        passage.tries(4);

        assertThat(passage.released(5)).isFalse();
        assertThat(passage.released(4)).isTrue();

        assertThat(it.waitForProbe()).isEqualTo(1_000);
        assertThat(passage.released(4)).isFalse();
    }

    @Test
    void aProbeThatHangsLetsAnotherOneTryInTheEnd() {
        it.close();
        it.waitForProbe();
        passage.tries(4);
        passed.advance(Passage.PATIENCE);
        assertThat(passage.turn()).isEqualTo(new Turn.Probe(4));

        passage.tries(5);
        passage.failed(4, "timed out");

        assertThat(passage.admits(5)).as("the later one still tries").isTrue();
    }

    @Test
    void whoWasClaimedToTryDoesNotWhereThingsHaveChanged() {
        it.close();
        it.waitForProbe();
        assertThat(passage.turn()).isInstanceOf(Turn.Probe.class);
        passage.notReady();

        passage.tries(4);

        assertThat(passage.admits(4)).isFalse();
    }

    @Test
    void aLimitClosesAtOnceAndOneMessageGoesFirstAfterIt() {
        passage.limited(DAY, "banned");
        assertThat(it.waitForProbe()).isEqualTo(DAY.toMillis());

        passage.tries(4);
        assertThat(passage.admits(5)).isFalse();
        assertThat(passage.answered()).isEqualTo(Change.OPENED);
        assertThat(passage.turn()).isEqualTo(Turn.FREE);
    }

    @Test
    void theLongestOfSeveralLimitsCounts() {
        passage.limited(Duration.ofMillis(9_000), "banned");
        passage.limited(Duration.ofMillis(3_000), "banned");

        assertThat(it.waitForProbe()).isEqualTo(9_000);
    }

    @Test
    void anAnswerToWhatWasSentBeforeTheLimitDoesNotEndIt() {
        passage.limited(Duration.ofMillis(9_000), "banned");

        passage.answered();
        passage.signOfLife(true);
        passage.letOneTry();

        assertThat(it.waitForProbe()).isEqualTo(9_000);
    }

    @Test
    void aLimitThatIsMetAgainLastsAsLongAsItSays() {
        passage.limited(Duration.ofMillis(9_000), "banned");
        it.waitForProbe();
        passage.tries(1);
        passage.limited(Duration.ofMillis(2_000), "banned");

        assertThat(it.waitForProbe()).isEqualTo(2_000);
    }

    @Test
    void aProbeThatFailsAfterALimitIsAnOutage() {
        passage.limited(Duration.ofMillis(10), "slow down");
        it.waitForProbe();
        passage.tries(1);
        passage.failed(1, "reset");

        assertThat(passage.outage()).get().extracting(Outage::kind).isEqualTo(Outage.Kind.UNREACHABLE);
        assertThat(it.waitForProbe()).isEqualTo(2_000);
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
}
