package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.platform.http.RateLimitWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** Waits as lanes ask for them: each asks before a message, and again when the wait that it was told is over. */
class PacingTest {

    private static final String PRIVATE = "1001";
    private static final String GROUP = "-1001";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Pacing pacing = pacing(true);

    private Pacing pacing(boolean isOn) {
        return new Pacing(isOn, new RateLimitWindows("Telegram", clock), clock);
    }

    private void send(String chat, int messages) {
        pacing.goes(chat, messages);
        pacing.gone(chat, messages);
    }

    /** A lane and when it asks next. */
    private record Lane(String chat, long due, int left) {}

    /** Lets lanes send as the outbox does. @return when each message went, by chat, in ms since the beginning */
    private Map<String, List<Long>> run(Map<String, Integer> messages) {
        long began = clock.millis();
        PriorityQueue<Lane> lanes = new PriorityQueue<>((one, other) -> Long.compare(one.due(), other.due()));
        messages.forEach((chat, count) -> lanes.add(new Lane(chat, clock.millis(), count)));
        Map<String, List<Long>> sent = new HashMap<>();
        asked = 0;
        while (!lanes.isEmpty()) {
            Lane lane = lanes.remove();
            clock.advanceTo(lane.due());
            Duration wait = pacing.wait(lane.chat());
            assertThat(++asked).as("lanes that ask for ever").isLessThan(10_000);
            if (!wait.isZero()) {
                lanes.add(new Lane(lane.chat(), clock.millis() + wait.toMillis(), lane.left()));
                continue;
            }
            send(lane.chat(), 1);
            sent.computeIfAbsent(lane.chat(), chat -> new ArrayList<>()).add(clock.millis() - began);
            if (lane.left() > 1) {
                lanes.add(new Lane(lane.chat(), clock.millis(), lane.left() - 1));
            }
        }
        return sent;
    }

    private int asked;

    private static int mostWithin(List<Long> times, long windowMs) {
        int most = 0;
        for (long time : times) {
            most = Math.max(most, (int) times.stream()
                    .filter(other -> other >= time && other < time + windowMs)
                    .count());
        }
        return most;
    }

    @Test
    void aPrivateChatHasOneASecond() {
        List<Long> times = run(Map.of(PRIVATE, 30)).get(PRIVATE);
        assertThat(mostWithin(times, 1_000)).isEqualTo(1);
        assertThat(times.get(29)).isEqualTo(29 * Pacing.BETWEEN.toMillis());
    }

    @Test
    void aGroupHasTwentyAMinuteToo() {
        for (String group : List.of(GROUP, "@public_group")) {
            List<Long> times = run(Map.of(group, 100)).get(group);
            assertThat(mostWithin(times, 1_000)).isEqualTo(1);
            assertThat(mostWithin(times, 60_000)).isEqualTo(20);
            assertThat(times.get(99)).as("no longer than that").isLessThan(5 * 61_000L);
        }
    }

    @Test
    void allHaveThirtyASecondAndEachLaneAsksTwice() {
        Map<String, Integer> messages = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            messages.put(String.valueOf(2000 + i), 1);
        }
        List<Long> times = new ArrayList<>();
        run(messages).values().forEach(times::addAll);
        assertThat(mostWithin(times, 1_000)).isEqualTo(Pacing.PER_SECOND);
        assertThat(times).hasSize(500).allMatch(time -> time <= 500 / 30 * 1_100);
        assertThat(asked).as("no herd: each knows when its turn is").isLessThanOrEqualTo(2 * 500);
    }

    @Test
    void aChatThatWaitsForItselfTakesNobodysPlace() {
        send(GROUP, 20);
        assertThat(pacing.wait(GROUP)).isGreaterThan(Duration.ofSeconds(20));
        clock.advance(Pacing.SECOND);
        for (int i = 0; i < Pacing.PER_SECOND; i++) {
            assertThat(pacing.wait(String.valueOf(2000 + i))).isZero();
        }
        assertThat(pacing.wait("3000")).isEqualTo(Pacing.SECOND);
    }

    @Test
    void anAlbumCountsAsItsMessages() {
        send(PRIVATE, 10);
        assertThat(pacing.wait(PRIVATE)).isEqualTo(Pacing.BETWEEN.multipliedBy(10));
        for (int i = 0; i < 20; i++) {
            assertThat(pacing.wait(String.valueOf(2000 + i))).isZero();
        }
        assertThat(pacing.wait("3000")).isEqualTo(Pacing.SECOND);
    }

    @Test
    void whatIsSentPastTheOutboxCountsToo() {
        for (int i = 0; i < Pacing.PER_SECOND; i++) {
            send(String.valueOf(2000 + i), 1);
        }
        assertThat(pacing.wait(PRIVATE)).isEqualTo(Pacing.SECOND);
        send(PRIVATE, 1);
        assertThat(pacing.wait(PRIVATE)).as("the place that it was given stays").isEqualTo(Pacing.SECOND);
        clock.advance(Pacing.SECOND);
        assertThat(pacing.wait(PRIVATE)).isZero();
    }

    @Test
    void anAnswerThatTookLongIsCountedFromItsEnd() {
        pacing.goes(PRIVATE, 1);
        clock.advance(Duration.ofSeconds(5));
        pacing.gone(PRIVATE, 1);
        assertThat(pacing.wait(PRIVATE)).isEqualTo(Pacing.BETWEEN);
    }

    @Test
    void whoComesLateTakesAnotherPlace() {
        for (int i = 0; i < Pacing.PER_SECOND; i++) {
            send(String.valueOf(2000 + i), 1);
        }
        for (int i = 0; i < 2 * Pacing.PER_SECOND; i++) {
            assertThat(pacing.wait(String.valueOf(3000 + i))).isGreaterThanOrEqualTo(Pacing.SECOND);
        }
        // Nothing could go for a minute: the queue was paused
        clock.advance(Duration.ofMinutes(1));
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 2 * Pacing.PER_SECOND; i++) {
            waits.add(pacing.wait(String.valueOf(3000 + i)));
        }
        assertThat(waits.subList(0, Pacing.PER_SECOND)).containsOnly(Duration.ZERO);
        assertThat(waits.subList(Pacing.PER_SECOND, waits.size())).containsOnly(Pacing.SECOND);
    }

    @Test
    void whatCanBeLeftOutHasItsTurnWhileHalfOfTheSecondIsFree() {
        for (int i = 0; i < Pacing.PER_SECOND / 2; i++) {
            assertThat(pacing.isCalm(PRIVATE)).isTrue();
            send(String.valueOf(2000 + i), 1);
        }
        assertThat(pacing.isCalm(PRIVATE)).isFalse();
        clock.advance(Pacing.SECOND);
        assertThat(pacing.isCalm(PRIVATE)).isTrue();
    }

    @Test
    void offNothingWaits() {
        Pacing off = pacing(false);
        for (int i = 0; i < 100; i++) {
            assertThat(off.wait(GROUP)).isZero();
            off.goes(GROUP, 10);
            off.gone(GROUP, 10);
        }
    }

    @Test
    void manyChatsAreForgotten() {
        for (int i = 0; i < 10_000; i++) {
            send(String.valueOf(10_000 + i), 1);
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(pacing.chats()).isLessThanOrEqualTo(1_000);
        assertThat(pacing.wait("19999")).isPositive();
    }
}
