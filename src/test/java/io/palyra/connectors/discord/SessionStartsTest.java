package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.fake.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long one waits before the next gateway session, and before the next link. Goal: no gateway burns the day's sessions. */
class SessionStartsTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // Overflows soon: nanoTime may do so
    private final SessionStarts starts = new SessionStarts(nanos::get);
    private final LinkPace links = new LinkPace(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** One session, and the wait after it. */
    private Duration waitAfter(Duration lived) {
        starts.started();
        starts.ready();
        pass(lived);
        Duration wait = starts.wanted();
        pass(wait);
        return wait;
    }

    @Test
    void theFirstSessionWaitsForNothing() {
        assertThat(starts.wanted()).isZero();
        assertThat(starts.held()).isEmpty();
    }

    @Test
    void sessionsThatDoNotLastWaitTwiceAsLongEachTime() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            waits.add(waitAfter(Duration.ZERO).toSeconds());
        }
        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L);
        assertThat(starts.held()).get().asString().contains("9 gateway sessions in a row");
        assertThat(starts.view(0)).containsEntry("short_lived_in_a_row", 9);
    }

    @Test
    void noWayOfLosingSessionsTakesHalfOfADay() {
        for (long livedS : new long[] {0, 1, 60, 200, 299, 300, 301, 600}) {
            SessionStarts day = new SessionStarts(nanos::get);
            int sessions = 0;
            for (Duration passed = Duration.ZERO; passed.compareTo(DAY) < 0; sessions++) {
                day.started();
                day.ready();
                pass(Duration.ofSeconds(livedS));
                Duration wait = day.wanted();
                pass(wait);
                passed = passed.plusSeconds(livedS).plus(wait);
            }
            assertThat(sessions).as(livedS + " s each").isLessThan(500);
        }
    }

    /** A program that is killed a second after each session has begun, and started again at once. */
    @Test
    void aProgramThatEndsRightAfterItsStartDoesNotUseThemUp() {
        CursorsInMemory cursors = new CursorsInMemory();
        SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
        List<Long> waits = new ArrayList<>();
        for (int life = 0; life < 10; life++) {
            SessionStarts starts = recorded(cursors, clock);
            Duration wait = starts.wanted();
            waits.add(wait.toSeconds());
            clock.advance(wait);
            starts.started();
            starts.ready();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(waits).containsExactly(0L, 4L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L);
    }

    @Test
    void aProgramThatWasStoppedInOrderOrLivedForAWhileOwesNothing() {
        CursorsInMemory cursors = new CursorsInMemory();
        SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
        SessionStarts stopped = recorded(cursors, clock);
        stopped.started();
        stopped.ready();
        stopped.closing();
        assertThat(recorded(cursors, clock).wanted()).isZero();

        for (int life = 0; life < 3; life++) {
            SessionStarts brief = recorded(cursors, clock);
            brief.wanted();
            brief.started();
        }
        assertThat(recorded(cursors, clock).wanted()).as("right after them").isPositive();
        clock.advance(SessionStarts.LASTING);
        assertThat(recorded(cursors, clock).wanted()).isZero();

        recorded(cursors, clock).started();
        clock.advance(Duration.ofDays(-30));
        assertThat(recorded(cursors, clock).wanted()).as("the clock was wrong").isZero();
    }

    private SessionStarts recorded(CursorStore cursors, Clock clock) {
        SessionStarts starts = new SessionStarts(nanos::get);
        StartRecord record = new StartRecord(cursors, clock);
        starts.recordedBy(record, record.last(cursors.positions()));
        return starts;
    }

    private static final class CursorsInMemory implements CursorStore {

        private final Map<String, String> positions = new HashMap<>();

        @Override
        public Map<String, String> positions() {
            return positions;
        }

        @Override
        public void move(String stream, String position, @Nullable ReadAgain overlap) {
            positions.put(stream, position);
        }

        @Override
        public void forget(String stream) {
            positions.remove(stream);
        }
    }

    @Test
    void aSessionThatLastsMakesGood() {
        waitAfter(Duration.ZERO);
        waitAfter(Duration.ZERO);
        assertThat(waitAfter(SessionStarts.LASTING)).isZero();
        assertThat(waitAfter(Duration.ofSeconds(2))).isEqualTo(SessionStarts.SPACING.minusSeconds(2));
    }

    @Test
    void aSessionThatNeverGetsReadyDoesNotLast() {
        for (int i = 0; i < 3; i++) {
            starts.started();
            pass(Duration.ofHours(1));
            pass(starts.wanted());
        }
        assertThat(starts.held()).isPresent();
    }

    @Test
    void whatTheOperatorEndsIsNotHeldAgainstTheGateway() {
        for (int i = 0; i < 5; i++) {
            starts.started();
            starts.ready();
            pass(Duration.ofSeconds(30));
            starts.closing();
            assertThat(starts.wanted()).isZero();
        }
        assertThat(starts.held()).isEmpty();
    }

    @Test
    void theLastSessionsOfTheDayAreLeft() {
        assertThat(starts.allowed(new SessionStarts.Limit(1_000, 51, DAY))).isZero();
        assertThat(starts.allowed(new SessionStarts.Limit(1_000, 50, DAY))).isEqualTo(SessionStarts.ASK_AGAIN);
        assertThat(starts.allowed(new SessionStarts.Limit(1_000, 0, Duration.ofMinutes(2))))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(starts.allowed(new SessionStarts.Limit(1_000, 0, Duration.ZERO)))
                .as("never hot")
                .isEqualTo(SessionStarts.SPACING);
        assertThat(starts.held()).get().asString().contains("1000", "0 are left", "50 are not used");
        starts.started();
        assertThat(starts.held()).isEmpty();
    }

    @Test
    void theViewCountsWhatWasUsedAndForgetsItWhenTheDayIsOver() {
        starts.allowed(new SessionStarts.Limit(1_000, 700, Duration.ofHours(1)));
        starts.started();
        assertThat(starts.view(5_000))
                .containsEntry("starts_left_today", 699)
                .containsEntry("starts_a_day", 1_000)
                .containsEntry(
                        "starts_reset_unix_ms", 5_000 + Duration.ofHours(1).toMillis());
        pass(Duration.ofHours(2));
        assertThat(starts.view(5_000)).containsEntry("starts_left_today", 1_000);
    }

    @Test
    void theViewSaysWhenTheNextOneIsAndWhy() {
        waitAfter(Duration.ZERO);
        starts.started();
        starts.wanted();
        pass(Duration.ofSeconds(4));
        assertThat(starts.view(1_000))
                .containsEntry("next_start_unix_ms", 7_000L)
                .hasEntrySatisfying(
                        "waits_because", reason -> assertThat(reason.toString()).contains("did not last"));
    }

    // Links

    private Duration pauseAfter(Duration lived) {
        links.opened();
        links.linked();
        pass(lived);
        Duration pause = links.pauseLeft();
        pass(pause);
        return pause;
    }

    @Test
    void aLinkThatBreaksIsBackAtOnceUnlessItBreaksAgainAndAgain() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            pauses.add(pauseAfter(Duration.ofMillis(30)).plusMillis(30).toSeconds());
        }
        assertThat(pauses).containsExactly(0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void aLinkThatLastsMakesGood() {
        for (int i = 0; i < 6; i++) {
            pauseAfter(Duration.ofMillis(30));
        }
        assertThat(pauseAfter(LinkPace.LASTING)).isZero();
        assertThat(pauseAfter(Duration.ofMillis(30))).isZero();
    }

    @Test
    void aLinkWithoutASessionCountsLikeOneThatBreaks() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            links.opened();
            pass(Duration.ofMillis(1));
            Duration pause = links.pauseLeft();
            assertThat(links.pauseLeft())
                    .as("another address of the same gateway")
                    .isEqualTo(pause);
            pauses.add(pause.plusMillis(1).toSeconds());
            pass(pause);
        }
        assertThat(pauses).containsExactly(0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(links.isFruitless()).isTrue();
        links.opened();
        links.identifies();
        assertThat(links.isFruitless()).isFalse();
        assertThat(links.pauseLeft()).isZero();
    }
}
