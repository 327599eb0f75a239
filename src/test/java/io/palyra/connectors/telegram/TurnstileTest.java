package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No more than thirty messages are on their way, or a second behind their answer. */
class TurnstileTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    private static Deadline within(long ms) {
        return Deadline.in(Duration.ofMillis(ms));
    }

    @Test
    void theNextOneGoesASecondAfterAnAnswer() throws Exception {
        Turnstile turnstile = new Turnstile(true, timer);
        turnstile.enter(10, within(10_000));
        turnstile.enter(20, within(10_000));
        assertThatThrownBy(() -> turnstile.enter(1, within(50)))
                .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.failure())
                        .isInstanceOf(RequestFailure.Limited.class));
        long answered = System.nanoTime();
        turnstile.left(1);
        turnstile.enter(1, within(10_000));
        assertThat(Duration.ofNanos(System.nanoTime() - answered)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void anAlbumWaitsForAsManyTurnsAsItHasFiles() throws Exception {
        Turnstile turnstile = new Turnstile(true, timer);
        turnstile.enter(21, within(10_000));
        turnstile.enter(9, within(10_000));
        assertThatThrownBy(() -> turnstile.enter(2, within(50))).isInstanceOf(RequestException.class);
    }

    @Test
    void oneThatIsOffHoldsNobody() throws Exception {
        Turnstile turnstile = new Turnstile(false, timer);
        for (int i = 0; i < 100; i++) {
            turnstile.enter(10, within(50));
        }
        turnstile.left(10);
    }
}
