package io.palyra.connectors.lane;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks on the threads of a pool and wakes no more of them than the tasks need. Whoever hands a task over wakes one thread
 * at most. A thread that takes a task first wakes the next one, if more tasks wait, and looks for another task after its own.
 * So a few threads do many short tasks, and each of those that block has a thread of its own.
 *
 * <p>Tasks begin in the order in which they were handed over. Thread safe.
 */
public final class CascadingExecutor implements Executor {

    private final Executor threads;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** Whether a thread was woken that has not looked for a task yet: it will find what waits by then. */
    private final AtomicBoolean waking = new AtomicBoolean();

    /** @param threads has one for each task that blocks; starts what it is given at once, or rejects it */
    public CascadingExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        try {
            wake();
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            if (waiting.remove(task)) {
                throw e;
            }
        }
    }

    private void wake() {
        if (!waiting.isEmpty() && waking.compareAndSet(false, true)) {
            boolean woken = false;
            try {
                threads.execute(this::work);
                woken = true;
            } finally {
                if (!woken) {
                    waking.set(false);
                }
            }
        }
    }

    private void work() {
        waking.set(false);
        Runnable task = waiting.poll();
        while (task != null) {
            wakeNext();
            task.run();
            if (Thread.currentThread().isInterrupted()) {
                // What has interrupted one task must not reach the next: the pool clears it
                wakeNext();
                return;
            }
            task = waiting.poll();
        }
    }

    private void wakeNext() {
        try {
            wake();
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // There is no other thread, as after a shutdown: this one does what still waits, unless it was interrupted
        }
    }
}
