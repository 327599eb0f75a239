package io.palyra.connectors.platform.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which feeds are not asked, on a clock that the tests move. */
class UnreadableFeedsTest {

    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private final UnreadableFeeds unreadable = new UnreadableFeeds(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aRefusedFeedIsNotAskedForAnHour() {
        unreadable.refused("1");
        assertThat(unreadable.isRefused("1")).isTrue();
        assertThat(unreadable.isRefused("2")).isFalse();
        pass(UnreadableFeeds.KEPT.minusNanos(1));
        assertThat(unreadable.isRefused("1")).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(unreadable.isRefused("1")).isFalse();
        unreadable.refused("1");
        unreadable.forget("1");
        assertThat(unreadable.isRefused("1")).isFalse();
    }

    @Test
    void manyRefusalsPauseTheRest() {
        for (int i = 1; i < UnreadableFeeds.MAX_IN_WINDOW; i++) {
            unreadable.refused("c" + i);
        }
        assertThat(unreadable.pause()).isZero();
        unreadable.refused("last");
        assertThat(unreadable.pause()).isEqualTo(UnreadableFeeds.WINDOW);
        pass(Duration.ofMinutes(4));
        assertThat(unreadable.pause()).isEqualTo(Duration.ofMinutes(6));
        pass(Duration.ofMinutes(6));
        assertThat(unreadable.pause()).isZero();
    }
}
