package io.palyra.connectors.time;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks that go on whatever becomes of one run of them, be it that the machine has no thread left: a timer forgets one that throws. */
public final class Repeated {

    private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);

    private Repeated() {}

    /**
     * Runs a task again and again.
     *
     * @param pause before the first run, and from the end of each run to the next
     * @param name in the log, where a run fails
     */
    public static ScheduledFuture<?> every(ScheduledExecutorService timer, Duration pause, String name, Runnable task) {
        return timer.scheduleWithFixedDelay(
                safely(name, task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The same for once, beside that: a timer tells nobody of what a task throws. */
    public static Runnable safely(String name, Runnable task) {
        return () -> run(name, task);
    }

    private static void run(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed, and is tried again", name, e);
        }
    }
}
