package io.palyra.connectors.platform.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How fast history is read, on a clock that the tests move. */
class HistoryPaceTest {

    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private final HistoryPace pace = new HistoryPace(Duration.ofMillis(50), () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aHundredRequestsAtOnceTakeFiveSeconds() {
        assertThat(pace.next(false)).isZero();
        Duration last = Stream.generate(() -> pace.next(false))
                .limit(100)
                .reduce((first, next) -> next)
                .orElseThrow();
        assertThat(last).isEqualTo(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(6));
        assertThat(pace.next(false)).as("what was not used is not saved up").isZero();
        assertThat(pace.next(false)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void whileNothingIsAnsweredThoseThatFailWaitLongerEachTime() {
        pace.failed();
        assertThat(pace.next(true)).isEqualTo(Duration.ofMillis(250));
        for (int i = 0; i < 20; i++) {
            pace.failed();
        }
        assertThat(pace.next(true)).isEqualTo(Duration.ofSeconds(30));
        pass(Duration.ofSeconds(31));
        pace.answered();
        assertThat(pace.next(true)).isZero();
        pace.failed();
        assertThat(pace.next(true)).isEqualTo(Duration.ofMillis(250));
    }

    /** Nobody knows whether the platform is away or those conversations are broken. */
    @Test
    void oneThatHasNotFailedWaitsForASecondAtMost() {
        for (int i = 0; i < 20; i++) {
            pace.failed();
        }
        assertThat(pace.next(false)).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(2));
        assertThat(pace.next(false)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(pace.next(true)).isEqualTo(Duration.ofSeconds(27));
    }
}
