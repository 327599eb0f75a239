package io.palyra.connectors.lane;

import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wakes once, at the earliest time that it was asked for since it woke last. Thread safe, never blocks. */
final class WakeTimer {

    private final ScheduledExecutorService timer;
    private final SteadyClock clock;
    private final Runnable wake;
    private @Nullable Moment next;
    private @Nullable ScheduledFuture<?> scheduled;

    /** @param wake run on the timer's thread */
    WakeTimer(ScheduledExecutorService timer, SteadyClock clock, Runnable wake) {
        this.timer = timer;
        this.clock = clock;
        this.wake = wake;
    }

    synchronized void at(long unixMs) {
        Moment now = clock.now();
        if (next == null || unixMs < next.on(now.jumpedMs()).unixMs()) {
            next = new Moment(unixMs, now.jumpedMs());
            if (scheduled != null) {
                scheduled.cancel(false);
            }
            scheduled = timer.schedule(this::run, Math.max(0, unixMs - now.unixMs()), TimeUnit.MILLISECONDS);
        }
    }

    private void run() {
        synchronized (this) {
            next = null;
        }
        wake.run();
    }
}
