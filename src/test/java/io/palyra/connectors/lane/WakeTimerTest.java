package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.palyra.connectors.time.SteadyClock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class WakeTimerTest {

    @Test
    void isQuietWhenTheTimerIsShutDown() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        WakeTimer wakes = new WakeTimer(timer, SteadyClock.ofMachine(), () -> {});
        timer.shutdownNow();

        assertThatCode(() -> wakes.at(1)).doesNotThrowAnyException();
    }
}
