package io.palyra.connectors.fake;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Time that jumps over each wait that its timer is asked for, and says what the waits were. */
public final class SkippedTime {

    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicLong skipped = new AtomicLong();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    public long nanoTime() {
        return System.nanoTime() + skipped.get();
    }

    /** In order, those of no length left out. */
    public List<Duration> waits() {
        return List.copyOf(waits);
    }

    public ScheduledExecutorService timer() {
        return new ScheduledThreadPoolExecutor(2) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                Duration wait = Duration.of(delay, unit.toChronoUnit());
                if (wait.compareTo(SHORT) > 0) {
                    waits.add(wait);
                    skipped.addAndGet(wait.toNanos());
                }
                return super.schedule(command, 0, unit);
            }
        };
    }
}
