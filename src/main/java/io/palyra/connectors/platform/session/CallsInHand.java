package io.palyra.connectors.platform.session;

import io.palyra.connectors.adapter.UninterruptedWait;
import java.time.Duration;
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
        synchronized (this) {
            UninterruptedWait.on(this, () -> number == 0, end);
        }
    }
}
