package io.palyra.connectors.fake;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A timer whose time passes only when a test says so; tasks run on the test's thread. Those that repeat are polls, which
 * catch what was missed: they run only when a test says so, so that it sees what is missed.
 */
public final class TickedTimer extends ScheduledThreadPoolExecutor implements ScheduledExecutorService {

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(task -> task.at));
    private final List<Runnable> repeated = new CopyOnWriteArrayList<>();
    private long now;

    public TickedTimer() {
        super(1);
    }

    public Duration elapsed() {
        return Duration.ofNanos(now);
    }

    /** Runs what is due until then, each at its time. */
    public void advance(Duration time) {
        long until = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at <= until) {
            Task task = tasks.remove();
            now = task.at;
            task.run();
        }
        now = until;
    }

    /** Runs everything that repeats, once. */
    public void runRepeated() {
        repeated.forEach(Runnable::run);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Task task = new Task(command, now + unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        repeated.add(command);
        return new Task(command, Long.MAX_VALUE);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        repeated.add(command);
        return new Task(command, Long.MAX_VALUE);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("schedule a Runnable");
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final long at;

        Task(Runnable command, long at) {
            super(command, null);
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
