package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.platform.session.DaemonThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The threads that take messages to the inbox and read history. After {@link #close} nothing begins. Thread safe. */
final class FeedThreads implements AutoCloseable {

    /** Messages on their way to the inbox at once; each waits for its commit. */
    private static final int LIVE_THREADS = 32;

    private static final long STOP_WAIT_S = 4;

    private final ScheduledExecutorService timer;
    private final ExecutorService live;
    private final HistoryQueue history;
    private volatile boolean closed;

    FeedThreads(String name, ScheduledExecutorService timer) {
        this.timer = timer;
        live = Executors.newFixedThreadPool(LIVE_THREADS, DaemonThreads.numbered(name + "-inbound"));
        history = new HistoryQueue(DaemonThreads.numbered(name + "-history"));
    }

    boolean isClosed() {
        return closed;
    }

    void run(Runnable work) {
        if (!closed) {
            live.execute(work);
        }
    }

    void runHistory(HistoryQueue.Order order, Runnable work) {
        if (!closed) {
            history.execute(order, work);
        }
    }

    void runLater(Runnable work, long waitMs) {
        if (!closed) {
            try {
                timer.schedule(work, waitMs, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The session has ended meanwhile
                return;
            }
        }
    }

    /** Waits a moment for what is on its way to the inbox; the rest is read from history by the next session. */
    @Override
    public void close() {
        closed = true;
        live.shutdown();
        history.close();
        try {
            if (!live.awaitTermination(STOP_WAIT_S, TimeUnit.SECONDS)) {
                live.shutdownNow();
            }
        } catch (InterruptedException e) {
            live.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
