package io.palyra.connectors.admin;

import io.palyra.connectors.server.Connections;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The threads that calls run on, and how many calls may wait for one. Calls that only work run on few threads, so that
 * however many they are, most of the processor is left to the delivery of messages.
 */
final class WorkerPools implements AutoCloseable {

    static final int CALL_THREADS_MAX = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    static final int WAIT_THREADS_MAX = 64;

    /** One for each connection. */
    static final int QUEUED_MAX = Connections.Limits.DEFAULT.max();

    /** Who has waited longer for a thread is likely to have gone. */
    static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration STOP_WAIT = Duration.ofSeconds(2);

    private static final int OBSERVE_THREADS_MAX = 4;

    private final LongSupplier nanoTime;
    private final Map<Endpoint.Workers, ThreadPoolExecutor> pools = new EnumMap<>(Map.of(
            Endpoint.Workers.CALLS, pool("palyra-admin", CALL_THREADS_MAX),
            Endpoint.Workers.WAITS, pool("palyra-admin-wait", WAIT_THREADS_MAX),
            Endpoint.Workers.PASSED_ON, pool("palyra-admin-node", WAIT_THREADS_MAX),
            Endpoint.Workers.OBSERVE, pool("palyra-observe", OBSERVE_THREADS_MAX)));

    WorkerPools(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Does the work as soon as there is a thread.
     *
     * @param tooLate what is done in place of it where that took too long
     * @throws RejectedExecutionException where more calls wait than may, or at the end of the program
     */
    void execute(Endpoint endpoint, Runnable work, Runnable tooLate) {
        execute(endpoint.workers(), work, tooLate);
    }

    /** The same, on threads of that kind. */
    void execute(Endpoint.Workers threads, Runnable work, Runnable tooLate) {
        long asked = nanoTime.getAsLong();
        Objects.requireNonNull(pools.get(threads)).execute(() -> {
            boolean inTime = nanoTime.getAsLong() - asked <= WAIT_MAX.toNanos();
            (inTime ? work : tooLate).run();
        });
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
