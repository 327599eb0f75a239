package io.palyra.connectors.events;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When the thread of an events consumer waits, for how long, and what ends it. */
final class Pauses {

    /** Whoever commits an event wakes the readers of its process; those of others find it so. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

    private static final int LONGEST_S = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private boolean running = true;
    private boolean woken;

    void end() {
        locked(() -> running = false);
    }

    void wake() {
        locked(() -> woken = true);
    }

    /** Before a look: what wakes from now on was perhaps not seen in it. */
    void forget() {
        locked(() -> woken = false);
    }

    boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    void untilWoken() {
        await(LOOK_INTERVAL, true);
    }

    /** 1, 2, 4 … 60 s; a new event does not shorten it. */
    void afterFailure(int failures) {
        await(Duration.ofSeconds(Math.min(LONGEST_S, 1L << Math.min(failures - 1, Integer.SIZE - 2))), false);
    }

    private void await(Duration time, boolean orWoken) {
        long left = time.toNanos();
        lock.lock();
        try {
            while (left > 0 && running && !(orWoken && woken)) {
                left = change.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
