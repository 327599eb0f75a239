package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerPoolsTest {

    @Test
    void refusesMoreThanItsBoundAndKeepsOtherCallsApart() {
        Endpoint call = Endpoint.get("/call", unused -> Answer.noContent());
        CountDownLatch busy = new CountDownLatch(1);
        try (WorkerPools pools = new WorkerPools(System::nanoTime)) {
            for (int i = 0; i < WorkerPools.CALL_THREADS_MAX + WorkerPools.QUEUED_MAX; i++) {
                pools.execute(call, () -> await(busy), () -> {});
            }

            assertThatThrownBy(() -> pools.execute(call, () -> {}, () -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatCode(() -> pools.execute(call.on(Endpoint.Workers.WAITS), () -> {}, () -> {}))
                    .doesNotThrowAnyException();
            assertThatCode(() -> pools.execute(call.on(Endpoint.Workers.OBSERVE), () -> {}, () -> {}))
                    .doesNotThrowAnyException();
            busy.countDown();
        }
    }

    @Test
    void doesNotDoWhatHasWaitedTooLong() throws Exception {
        Endpoint call = Endpoint.get("/call", unused -> Answer.noContent());
        AtomicLong now = new AtomicLong();
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<String> done = new CompletableFuture<>();
        try (WorkerPools pools = new WorkerPools(now::get)) {
            for (int i = 0; i < WorkerPools.CALL_THREADS_MAX; i++) {
                pools.execute(call, () -> await(busy), () -> {});
            }
            pools.execute(call, () -> done.complete("work"), () -> done.complete("too late"));

            now.addAndGet(WorkerPools.WAIT_MAX.toNanos() + 1);
            busy.countDown();

            assertThat(done.get(10, TimeUnit.SECONDS)).isEqualTo("too late");
        }
    }

    /** The threads may be held for as long as a store takes nothing. */
    @Test
    void refusesWhatHasWaitedTooLongWhileItStillWaits() throws Exception {
        Endpoint call = Endpoint.postOptional("/call", unused -> Answer.noContent());
        AtomicLong now = new AtomicLong();
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<String> done = new CompletableFuture<>();
        CompletableFuture<String> read = new CompletableFuture<>();
        try (WorkerPools pools = new WorkerPools(now::get)) {
            for (int i = 0; i < WorkerPools.CALL_THREADS_MAX; i++) {
                pools.execute(call, () -> await(busy), () -> {});
            }
            pools.execute(call, () -> done.complete("work"), () -> done.complete("too late"));
            pools.execute(
                    Endpoint.get("/read", unused -> Answer.noContent()),
                    () -> read.complete("work"),
                    () -> read.complete("too late"));

            assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("work");
            now.addAndGet(WorkerPools.WAIT_MAX.toNanos() + 1);
            assertThat(done.get(10, TimeUnit.SECONDS)).isEqualTo("too late");
            busy.countDown();
        }
    }

    /** An uncaught exception would be a stack trace on standard error. */
    @Test
    void anAnswerThatNobodyTakesIsNoFailureOfTheThread() throws Exception {
        Endpoint call = Endpoint.get("/call", unused -> Answer.noContent());
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.complete(failure));
        try (WorkerPools pools = new WorkerPools(System::nanoTime)) {
            pools.execute(
                    call,
                    () -> {
                        throw new RejectedExecutionException("event executor terminated");
                    },
                    () -> {});
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).isNotDone();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
