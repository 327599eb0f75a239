package io.palyra.connectors.admin;

import io.palyra.connectors.server.Connections;
import io.palyra.connectors.time.Repeated;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final int MEMORY_THREADS_MAX = 2;

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPools.class);

    /** A call that waits for a thread, or has one. */
    private record Waiting(long askedNanos, Runnable work, Runnable tooLate, LongSupplier nanoTime)
            implements Runnable {

        boolean isLate() {
            return nanoTime.getAsLong() - askedNanos > WAIT_MAX.toNanos();
        }

        @Override
        public void run() {
            answer(isLate() ? tooLate : work);
        }

        static void answer(Runnable answer) {
            try {
                answer.run();
            } catch (RejectedExecutionException e) {
                LOG.debug("The server has stopped before a call was answered");
            }
        }
    }

    private final LongSupplier nanoTime;
    private final Map<Endpoint.Workers, ThreadPoolExecutor> pools = new EnumMap<>(Map.of(
            Endpoint.Workers.CALLS, pool("palyra-admin", CALL_THREADS_MAX),
            Endpoint.Workers.CHANGES, pool("palyra-admin-change", CALL_THREADS_MAX),
            Endpoint.Workers.MEMORY, pool("palyra-admin-memory", MEMORY_THREADS_MAX),
            Endpoint.Workers.WAITS, pool("palyra-admin-wait", WAIT_THREADS_MAX),
            Endpoint.Workers.PASSED_ON, pool("palyra-admin-node", WAIT_THREADS_MAX),
            Endpoint.Workers.OBSERVE, pool("palyra-observe", OBSERVE_THREADS_MAX)));

    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "palyra-admin-sweep"));

    WorkerPools(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        Repeated.every(sweeper, SWEEP_INTERVAL, "Refusing calls that have waited too long", this::refuseLate);
    }

    /** The threads may be held for much longer than anybody waits, such as by a store that takes nothing. */
    private void refuseLate() {
        for (ThreadPoolExecutor pool : pools.values()) {
            for (Runnable queued : pool.getQueue()) {
                if (queued instanceof Waiting call && call.isLate() && pool.remove(call)) {
                    Waiting.answer(call.tooLate());
                }
            }
        }
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
        Objects.requireNonNull(pools.get(threads)).execute(new Waiting(nanoTime.getAsLong(), work, tooLate, nanoTime));
    }

    /** Lets what runs come to its end, for a short time. */
    @Override
    public void close() {
        sweeper.shutdownNow();
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
                work -> daemon(work, name + "-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
