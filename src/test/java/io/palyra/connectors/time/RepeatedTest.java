package io.palyra.connectors.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedTest {

    @Test
    void goesOnAfterWhateverBecameOfOneRun() {
        AtomicInteger runs = new AtomicInteger();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (LogLines log = LogLines.of(Repeated.class)) {
            Repeated.every(timer, Duration.ofMillis(1), "The look", () -> {
                switch (runs.incrementAndGet()) {
                    case 1 -> throw new IllegalStateException("a bug");
                    case 2 -> throw new OutOfMemoryError("unable to create native thread");
                    default -> {
                        // It goes well
                    }
                }
            });
            await().until(() -> runs.get() > 3);
            assertThat(log.lines())
                    .containsExactly(
                            "ERROR The look failed, and is tried again", "ERROR The look failed, and is tried again");
        } finally {
            timer.shutdownNow();
        }
    }
}
