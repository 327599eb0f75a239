package io.palyra.connectors.admin;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that calls run on, and how many calls may wait for one. */
final class WorkerPools implements AutoCloseable {

    static final int THREADS_MAX = 64;
    static final int QUEUED_MAX = 256;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration STOP_WAIT = Duration.ofSeconds(2);

    private static final int OBSERVE_THREADS_MAX = 4;

    private final Map<Endpoint.Workers, ThreadPoolExecutor> pools = new EnumMap<>(Map.of(
            Endpoint.Workers.CALLS, pool("palyra-admin", THREADS_MAX),
            Endpoint.Workers.WAITS, pool("palyra-admin-wait", THREADS_MAX),
            Endpoint.Workers.OBSERVE, pool("palyra-observe", OBSERVE_THREADS_MAX)));

    /** @throws RejectedExecutionException where more calls wait than may */
    void execute(Endpoint endpoint, Runnable work) {
        Objects.requireNonNull(pools.get(endpoint.workers())).execute(work);
    }

    /** Lets what runs come to its end, for a short time. */
    @Override
    public void close() {
        pools.values().forEach(ThreadPoolExecutor::shutdown);
        try {
            for (ThreadPoolExecutor pool : pools.values()) {
                pool.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadPoolExecutor pool(String name, int threadsMax) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threadsMax,
                threadsMax,
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
