package io.palyra.connectors.lane.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Who waits for a commit, and who goes on where. */
class AfterCommitTest {

    private record Done(boolean sync, String thread, String envelope) {}

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AfterCommit afterCommit = new AfterCommit(context, "palyra-test");
    private final BlockingQueue<Done> done = new ArrayBlockingQueue<>(10);
    private final CompletableFuture<Runnable> commit = new CompletableFuture<>();
    private final Exchange exchange = new DefaultExchange(context);

    @BeforeEach
    void start() {
        context.start();
        afterCommit.start();
    }

    @AfterEach
    void stop() throws Exception {
        MDC.clear();
        afterCommit.stop();
        context.close();
    }

    private boolean answer(boolean synchronous, AfterCommit.Submission submission) {
        return afterCommit.answer(
                exchange,
                sync -> done.add(new Done(sync, Thread.currentThread().getName(), String.valueOf(MDC.get("e")))),
                synchronous,
                submission);
    }

    @Test
    void theCallerDoesNotWaitAndTheWriterDoesNotGoOnWithTheRoute() throws Exception {
        MDC.put("e", "m1");
        assertThat(answer(false, () -> commit)).isFalse();
        assertThat(done).isEmpty();

        Thread writer =
                new Thread(() -> commit.complete(() -> exchange.getMessage().setBody("stored")), "writer");
        writer.start();

        Done end = done.poll(10, TimeUnit.SECONDS);
        assertThat(end).isNotNull();
        assertThat(end.sync()).isFalse();
        assertThat(end.thread()).contains("palyra-test");
        assertThat(end.envelope()).as("beside its lines of the log").isEqualTo("m1");
        assertThat(exchange.getMessage().getBody()).isEqualTo("stored");
    }

    @Test
    void anExchangeForWhichThereIsNoThreadGoesOnLater() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        context.getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
            @Override
            public ExecutorService newCachedThreadPool(ThreadFactory threads) {
                return super.newCachedThreadPool(task -> {
                    if (refused.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return threads.newThread(task);
                });
            }
        });
        afterCommit.stop();
        afterCommit.start();

        assertThat(answer(false, () -> commit)).isFalse();
        commit.complete(() -> exchange.getMessage().setBody("stored"));

        assertThat(done.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(refused).hasValue(2);
        assertThat(exchange.getMessage().getBody()).isEqualTo("stored");
    }

    @Test
    void exchangesOfOneCommitThatWaitForEachOtherGoOnTogether() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        AsyncCallback waits = sync -> {
            both.countDown();
            awaitQuietly(both);
        };
        afterCommit.answer(exchange, waits, false, () -> commit);
        afterCommit.answer(new DefaultExchange(context), waits, false, () -> commit);

        commit.complete(() -> {});

        assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCommitThatFailsIsTheExchangesException() throws Exception {
        answer(false, () -> commit.thenApply(it -> it));
        commit.completeExceptionally(new StoreUnavailableException("full", null));

        assertThat(done.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(exchange.getException())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("full");
    }

    @Test
    void whatIsNotSubmittedIsAnsweredAtOnceAndTakesNoPlace() throws Exception {
        for (int n = 0; n <= AfterCommit.WAITING_MAX; n++) {
            boolean sync = answer(false, () -> {
                throw new IllegalStateException("refused");
            });
            assertThat(sync).isTrue();
            assertThat(done.take().sync()).isTrue();
        }
        assertThat(exchange.getException()).hasMessage("refused");
    }

    @Test
    void synchronousWaitsInTheCallersThread() {
        commit.complete(() -> exchange.getMessage().setBody("stored"));

        assertThat(answer(true, () -> commit)).isTrue();

        assertThat(done.poll()).isEqualTo(new Done(true, Thread.currentThread().getName(), "null"));
        assertThat(exchange.getMessage().getBody()).isEqualTo("stored");
    }
}
