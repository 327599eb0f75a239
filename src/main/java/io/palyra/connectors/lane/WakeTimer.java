package io.palyra.connectors.lane;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wakes once, at the earliest time that it was asked for since it woke last. Thread safe, never blocks. */
final class WakeTimer {

    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Runnable wake;
    private long next = Long.MAX_VALUE;
    private @Nullable ScheduledFuture<?> scheduled;

    /** @param wake run on the timer's thread */
    WakeTimer(ScheduledExecutorService timer, Clock clock, Runnable wake) {
        this.timer = timer;
        this.clock = clock;
        this.wake = wake;
    }

    synchronized void at(long unixMs) {
        if (unixMs < next) {
            next = unixMs;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
            scheduled = timer.schedule(this::run, Math.max(0, unixMs - clock.millis()), TimeUnit.MILLISECONDS);
        }
    }

    /** By so many milliseconds: what it waits for lies as far ahead as before. */
    synchronized void clockJumped(long ms) {
        next = next == Long.MAX_VALUE ? next : next + ms;
    }

    private void run() {
        synchronized (this) {
            next = Long.MAX_VALUE;
        }
        wake.run();
    }
}
