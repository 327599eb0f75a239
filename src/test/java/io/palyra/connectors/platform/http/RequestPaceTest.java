package io.palyra.connectors.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Goal: no second in which more requests are made than the platform takes, and no turn that is wasted. */
class RequestPaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // Overflows soon: nanoTime may do so

    @Test
    void noSecondHasMoreThanItsShareAndNoneIsWasted() {
        RequestPace pace = new RequestPace(45, nanos::get);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            waits.add(pace.take().toNanos());
        }
        assertThat(waits.subList(0, 45)).containsOnly(0L);
        for (int i = 45; i < waits.size(); i++) {
            assertThat(waits.get(i) - waits.get(i - 45)).isEqualTo(SECOND);
        }

        nanos.addAndGet(9 * SECOND + SECOND / 2);
        assertThat(pace.take()).isEqualTo(Duration.ofMillis(500));
        nanos.addAndGet(10 * SECOND);
        assertThat(pace.take()).isZero();
    }

    @Test
    void halfOfEachSecondIsKeptForWhatMatters() {
        RequestPace pace = new RequestPace(10, nanos::get);
        for (int i = 0; i < 5; i++) {
            assertThat(pace.isCalm()).isTrue();
            pace.take();
        }
        assertThat(pace.isCalm()).isFalse();

        nanos.addAndGet(SECOND);
        assertThat(pace.isCalm()).isTrue();
    }
}
