package io.palyra.connectors.platform.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The calls that run on the threads of those who made them, so that a session that is closed can wait for them. Thread safe. */
public final class CallsInHand {

    private int number;

    /** Makes a call that {@link #await} waits for. */
    public <T> T during(Supplier<T> call) {
        begun();
        try {
            return call.get();
        } finally {
            ended();
        }
    }

    private synchronized void begun() {
        number++;
    }

    private synchronized void ended() {
        number--;
        notifyAll();
    }

    /** Blocks until none is in hand, and no longer than that; an interrupt is kept, and does not shorten it. */
    public void await(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        synchronized (this) {
            long left = atMost.toNanos();
            while (number > 0 && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = end - System.nanoTime();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
