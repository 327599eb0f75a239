package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedCallsTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context eventLoop = vertx.getOrCreateContext();
    private final WorkerPools workers = new WorkerPools(System::nanoTime);
    private final SharedCalls calls = new SharedCalls(workers);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        workers.close();
        vertx.close();
    }

    /** Three ask while the work for the first is being done: one more time is enough for them, and it begins after it. */
    @Test
    void worksOnceForAllWhoAskMeanwhile() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        Endpoint.Shared work = () -> {
            int time = times.incrementAndGet();
            begun.release();
            goOn.acquire();
            return call -> Answer.text("text/plain", call.query("who").orElseThrow() + time);
        };
        Endpoint endpoint = Endpoint.observe("/shared", work);

        ask(endpoint, work, "first");
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        ask(endpoint, work, "second");
        ask(endpoint, work, "third");
        ask(endpoint, work, "fourth");
        goOn.release();
        assertThat(answer()).isEqualTo("first1");
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        goOn.release();

        assertThat(new String[] {answer(), answer(), answer()}).containsExactly("second2", "third2", "fourth2");
        assertThat(times).hasValue(2);
    }

    @Test
    void goesOnAfterAFailure() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Endpoint.Shared work = () -> {
            if (times.incrementAndGet() == 1) {
                throw new ProblemException(ProblemCode.STORE_UNAVAILABLE, "not now");
            }
            return call -> Answer.text("text/plain", "well");
        };
        Endpoint endpoint = Endpoint.observe("/shared", work);

        ask(endpoint, work, "first");
        assertThat(answer()).contains("not now");
        ask(endpoint, work, "second");

        assertThat(answer()).isEqualTo("well");
    }

    private void ask(Endpoint endpoint, Endpoint.Shared work, String who) {
        Call call = new Call(Map.of(), Map.of("who", who), Buffer.buffer(), Caller.PROGRAM, "", null);
        eventLoop.runOnContext(turn -> calls.ask(
                endpoint, work, call, answer -> answers.add(answer.body().toString()), eventLoop));
    }

    private String answer() throws InterruptedException {
        String answer = answers.poll(10, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        return answer;
    }
}
