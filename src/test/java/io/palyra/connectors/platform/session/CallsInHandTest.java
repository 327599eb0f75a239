package io.palyra.connectors.platform.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session waits for calls, and not for ever. */
@Timeout(60)
class CallsInHandTest {

    private final CallsInHand calls = new CallsInHand();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private CompletableFuture<String> call() throws InterruptedException {
        CompletableFuture<String> call = CompletableFuture.supplyAsync(() -> calls.during(() -> {
            begun.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return "done";
        }));
        begun.await();
        return call;
    }

    @Test
    void itWaitsUntilTheCallHasEnded() throws Exception {
        CompletableFuture<String> call = call();
        CompletableFuture<Void> waited = CompletableFuture.runAsync(() -> calls.await(Duration.ofMinutes(1)));
        assertThat(waited).isNotDone();
        mayEnd.countDown();
        waited.get(30, TimeUnit.SECONDS);
        assertThat(call.get()).isEqualTo("done");
    }

    @Test
    void itWaitsNoLongerThanItIsTold() throws Exception {
        CompletableFuture<String> call = call();
        calls.await(Duration.ofMillis(20));
        assertThat(call).isNotDone();
        mayEnd.countDown();
    }

    @Test
    void anInterruptIsKeptAndTheWaitGoesOn() throws Exception {
        CompletableFuture<String> call = call();
        Thread.currentThread().interrupt();
        long begun = System.nanoTime();
        calls.await(Duration.ofMillis(50));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        mayEnd.countDown();
        assertThat(call.get()).isEqualTo("done");
    }

    @Test
    void aCallThatFailsHasEnded() {
        assertThatThrownBy(() -> calls.during(() -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        calls.await(Duration.ofMinutes(1));
    }
}
