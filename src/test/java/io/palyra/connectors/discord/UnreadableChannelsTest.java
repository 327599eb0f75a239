package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which channels are not asked, on a clock that the tests move. */
class UnreadableChannelsTest {

    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private final UnreadableChannels unreadable = new UnreadableChannels(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void discordIsAskedForHistoryTwentyTimesASecond() {
        assertThat(HistoryReader.INTERVAL).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aRefusedChannelIsNotAskedForAnHour() {
        unreadable.refused("1");
        assertThat(unreadable.isRefused("1")).isTrue();
        assertThat(unreadable.isRefused("2")).isFalse();
        pass(UnreadableChannels.KEPT.minusNanos(1));
        assertThat(unreadable.isRefused("1")).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(unreadable.isRefused("1")).isFalse();
        unreadable.refused("1");
        unreadable.forget("1");
        assertThat(unreadable.isRefused("1")).isFalse();
    }

    @Test
    void manyRefusalsPauseTheRest() {
        for (int i = 1; i < UnreadableChannels.MAX_IN_WINDOW; i++) {
            unreadable.refused("c" + i);
        }
        assertThat(unreadable.pause()).isZero();
        unreadable.refused("last");
        assertThat(unreadable.pause()).isEqualTo(UnreadableChannels.WINDOW);
        pass(Duration.ofMinutes(4));
        assertThat(unreadable.pause()).isEqualTo(Duration.ofMinutes(6));
        pass(Duration.ofMinutes(6));
        assertThat(unreadable.pause()).isZero();
    }
}
