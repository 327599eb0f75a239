package io.palyra.connectors.lane;

import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes once, at the earliest time that it was asked for since it woke last. Thread safe, never blocks. */
final class WakeTimer {

    private static final Logger LOG = LoggerFactory.getLogger(WakeTimer.class);

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
            schedule(Math.max(0, unixMs - now.unixMs()));
        }
    }

    private void schedule(long delayMs) {
        try {
            scheduled = timer.schedule(this::run, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The program stops: nothing is to be woken any more", e);
        }
    }

    private void run() {
        synchronized (this) {
            next = null;
        }
        wake.run();
    }
}
