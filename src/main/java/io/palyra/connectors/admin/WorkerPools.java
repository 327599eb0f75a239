package io.palyra.connectors.admin;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that calls run on. Calls that wait for messages to settle have threads of their own, so that a lot of them
 * does not keep an operator from pausing a queue.
 */
final class WorkerPools implements AutoCloseable {

    static final int THREADS_MAX = 64;
    static final int QUEUED_MAX = 256;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration STOP_WAIT = Duration.ofSeconds(2);

    private final ThreadPoolExecutor calls = pool("palyra-admin");
    private final ThreadPoolExecutor waits = pool("palyra-admin-wait");

    /** @throws RejectedExecutionException where more calls wait than may */
    void execute(Endpoint endpoint, Runnable work) {
        (endpoint.waits() ? waits : calls).execute(work);
    }

    /** Lets what runs come to its end, for a short time. */
    @Override
    public void close() {
        calls.shutdown();
        waits.shutdown();
        try {
            calls.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            waits.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadPoolExecutor pool(String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(QUEUED_MAX),
                work -> {
                    Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
