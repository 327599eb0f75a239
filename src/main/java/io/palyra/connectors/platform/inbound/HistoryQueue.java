package io.palyra.connectors.platform.inbound;

import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the histories of feeds, a few at once, the most urgent first. Feeds that fail have threads of their own: they may hang
 * or fail for ever, and take nothing from those that work. Thread safe.
 */
final class HistoryQueue {

    /** Feeds whose history is read at once. */
    private static final int THREADS = 4;

    /** Of those whose last request failed. */
    private static final int FAILING_THREADS = 2;

    /** What is read first. */
    enum Rank {
        /** The platform says that there is more; the feed with the newest message goes first. */
        BEHIND,
        /** A feed of which that is not known. */
        PERHAPS_BEHIND,
        /** Nothing says that it is still there, such as direct conversations and threads that are archived. */
        UNLISTED,
        /** A search for conversations that came and went. */
        SEARCH,
        /** The last request about it was not answered; in turn, whatever it is. */
        FAILING
    }

    /**
     * @param newest the time of the newest message that the feed is known to have, unix ms; where none is, its place among those,
     *     negative
     */
    record Order(Rank rank, long newest) implements Comparable<Order> {

        @Override
        public int compareTo(Order other) {
            int byRank = rank.compareTo(other.rank);
            return byRank != 0 ? byRank : Long.compare(other.newest, newest);
        }
    }

    private record Task(Order order, long number, Runnable work) implements Runnable, Comparable<Task> {

        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Task other) {
            int byOrder = order.compareTo(other.order);
            return byOrder != 0 ? byOrder : Long.compare(number, other.number);
        }
    }

    private final AtomicLong numbers = new AtomicLong();
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor failing;

    HistoryQueue(ThreadFactory factory) {
        threads = pool(THREADS, factory);
        failing = pool(FAILING_THREADS, factory);
    }

    private static ThreadPoolExecutor pool(int size, ThreadFactory factory) {
        return new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), factory);
    }

    /** @throws java.util.concurrent.RejectedExecutionException after {@link #close} */
    void execute(Order order, Runnable work) {
        ThreadPoolExecutor pool = order.rank() == Rank.FAILING ? failing : threads;
        pool.execute(new Task(order, numbers.incrementAndGet(), work));
    }

    /** Ends what is being read, and forgets the rest: the next session reads it. */
    void close() {
        threads.shutdownNow();
        failing.shutdownNow();
    }
}
