package io.palyra.connectors.events;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When the thread of an events consumer waits, for how long, and what ends it. */
final class Pauses {

    private static final int LONGEST_S = 60;

    private final Duration lookInterval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private boolean running = true;
    private boolean woken;

    /** @param lookInterval a safety net: whoever commits an event in this program wakes its readers */
    Pauses(Duration lookInterval) {
        this.lookInterval = lookInterval;
    }

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
        await(lookInterval, true);
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
