package io.palyra.connectors.test;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A timer whose repeated work comes many times as often: the looks at what has become due, which see a clock that a test has
 * moved. What is done once, such as the end of what takes too long, waits by the machine's time.
 */
final class QuickLooks extends ScheduledThreadPoolExecutor {

    /** The program looks every second: 50 ms. */
    private static final int FASTER = 20;

    QuickLooks() {
        super(2, task -> {
            Thread thread = new Thread(task, "palyra-test-timer");
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        return super.scheduleWithFixedDelay(
                command, unit.toNanos(first) / FASTER, Math.max(1, unit.toNanos(delay) / FASTER), TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(
                command,
                unit.toNanos(first) / FASTER,
                Math.max(1, unit.toNanos(period) / FASTER),
                TimeUnit.NANOSECONDS);
    }
}
