package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class WorkerPoolsTest {

    @Test
    void refusesMoreThanItsBoundAndKeepsOtherCallsApart() {
        Endpoint call = Endpoint.get("/call", unused -> Answer.noContent());
        CountDownLatch busy = new CountDownLatch(1);
        try (WorkerPools pools = new WorkerPools()) {
            for (int i = 0; i < WorkerPools.THREADS_MAX + WorkerPools.QUEUED_MAX; i++) {
                pools.execute(call, () -> await(busy));
            }

            assertThatThrownBy(() -> pools.execute(call, () -> {})).isInstanceOf(RejectedExecutionException.class);
            assertThatCode(() -> pools.execute(call.on(Endpoint.Workers.WAITS), () -> {}))
                    .doesNotThrowAnyException();
            assertThatCode(() -> pools.execute(call.on(Endpoint.Workers.OBSERVE), () -> {}))
                    .doesNotThrowAnyException();
            busy.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
