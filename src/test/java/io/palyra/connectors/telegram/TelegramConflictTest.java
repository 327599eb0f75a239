package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.TelegramBot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Another program polls with the same token. */
class TelegramConflictTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Conflicts conflicts = new Conflicts(clock);

    /** Which an own poll that waits for half a minute would take for the other's end. */
    @Test
    void itIsLeftAloneForLongerEachTimeAndIsGoneAfterAMinuteOfQuiet() {
        assertThat(conflicts.goingOnFor()).isEmpty();
        List<Duration> waits = Stream.generate(() -> {
                    Duration wait = conflicts.met();
                    clock.advance(wait);
                    return wait;
                })
                .limit(5)
                .toList();
        assertThat(waits).extracting(Duration::toSeconds).containsExactly(5L, 10L, 30L, 30L, 30L);
        assertThat(conflicts.goingOnFor()).contains(Duration.ofSeconds(105));
        assertThat(conflicts.view()).containsEntry("conflicts", 5).containsEntry("last_conflict_age_ms", 30_000L);
        clock.advance(Duration.ofSeconds(29));
        assertThat(conflicts.goingOnFor()).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(conflicts.goingOnFor()).isEmpty();
        assertThat(conflicts.met()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aSingleOneIsWhatARestartLooksLike() {
        assertThat(conflicts.isRepeated()).isFalse();
        conflicts.met();
        assertThat(conflicts.isRepeated()).isFalse();
        clock.advance(Duration.ofSeconds(59));
        conflicts.met();
        assertThat(conflicts.isRepeated()).isTrue();
        clock.advance(Conflicts.QUIET);
        assertThat(conflicts.isRepeated()).isFalse();
        conflicts.met();
        assertThat(conflicts.isRepeated()).isFalse();
    }

    /** Telegram ends the first of two polls. The other one gets what is said, and confirms nothing. */
    @Test
    void whoPollsBesideUsEndsOurPollAndNothingIsLost() throws Exception {
        try (HearingTelegram hearing = HearingTelegram.start()) {
            Chat group = hearing.telegram().addGroup("of both");
            HearingTelegram.within().until(() -> hearing.telegram().polls().waiting() == 1);
            int polls = hearing.telegram().polls().started();
            TelegramBot other = new TelegramBot(hearing.telegram());
            long began = System.nanoTime();
            Thread thread = new Thread(() -> poll(other), "the other program");
            thread.start();
            HearingTelegram.within().until(() -> hearing.session().conflict().isPresent());
            assertThat(hearing.session().state().isConnected())
                    .as("after a single conflict")
                    .isTrue();
            hearing.telegram().says(group, hearing.telegram().person(), "to both");
            thread.join();
            hearing.awaitHeard(group, "to both");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(5));
            assertThat(hearing.telegram().polls().started() - polls)
                    .as("polls, the other's included")
                    .isLessThanOrEqualTo(3);
            assertThat(hearing.ofSession("conflicts")).isEqualTo(1);
            thread = new Thread(() -> poll(other), "the other program, again");
            thread.start();
            HearingTelegram.within().until(() -> !hearing.session().state().isConnected());
            assertThat(hearing.session().state().lostReason()).contains(Conflicts.REASON);
            hearing.telegram().says(group, hearing.telegram().person(), "to both again");
            thread.join();
            hearing.awaitHeard(group, "to both", "to both again");
            assertThat(hearing.session().state().isConnected())
                    .as("while the other one may be there yet")
                    .isFalse();
        }
    }

    private static void poll(TelegramBot bot) {
        try {
            bot.poll(0, 30);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
