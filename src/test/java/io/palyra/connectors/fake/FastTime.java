package io.palyra.connectors.fake;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time that passes many times faster, so that a test sits out the program's own waits. */
public final class FastTime extends Clock {

    private final int factor;
    private final long started;

    public FastTime(int factor) {
        this(factor, System.currentTimeMillis());
    }

    /** @param startedUnixMs when the time of others began to pass as fast */
    public FastTime(int factor, long startedUnixMs) {
        this.factor = factor;
        this.started = startedUnixMs;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC only");
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(started + (System.currentTimeMillis() - started) * factor);
    }

    /** A timer that waits by this clock. */
    public ScheduledExecutorService timer() {
        return new Timer();
    }

    private final class Timer extends ScheduledThreadPoolExecutor {

        Timer() {
            super(2);
        }

        private long quick(long delay, TimeUnit unit) {
            return unit.toNanos(delay) / factor;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return super.schedule(command, quick(delay, unit), TimeUnit.NANOSECONDS);
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> command, long delay, TimeUnit unit) {
            return super.schedule(command, quick(delay, unit), TimeUnit.NANOSECONDS);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            return super.scheduleWithFixedDelay(
                    command, quick(first, unit), Math.max(1, quick(delay, unit)), TimeUnit.NANOSECONDS);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
            return super.scheduleAtFixedRate(
                    command, quick(first, unit), Math.max(1, quick(period, unit)), TimeUnit.NANOSECONDS);
        }
    }
}
