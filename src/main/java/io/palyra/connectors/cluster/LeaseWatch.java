package io.palyra.connectors.cluster;

import io.palyra.connectors.time.Repeated;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what a lease that ends has to stop is stopped before others may begin with it: on a thread of its own, and
 * without the database, which may be why the lease ends.
 */
final class LeaseWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);

    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** Right after an outage all leases seem to be over: whoever is back renews his first, before he takes others for lost. */
    private static final Duration STEADY_AFTER = Duration.ofSeconds(3);

    private final BooleanSupplier isGood;
    private final Runnable ends;
    private final Runnable isBack;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "palyra-lease"));
    private volatile boolean wasGood = true;
    private volatile long goodSince = System.nanoTime();

    /**
     * @param ends what to do while the lease is not good, again and again
     * @param isBack what to do once it is good again
     */
    LeaseWatch(BooleanSupplier isGood, Runnable ends, Runnable isBack) {
        this.isGood = isGood;
        this.ends = ends;
        this.isBack = isBack;
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        Repeated.every(thread, INTERVAL, "The watch of the lease", this::look);
    }

    private void look() {
        boolean good = isGood.getAsBoolean();
        if (!good) {
            if (wasGood) {
                wasGood = false;
                LOG.warn(
                        "This node could not renew its lease: nothing is sent, and its sessions are closed, until it can");
            }
            ends.run();
        } else if (!wasGood) {
            goodSince = System.nanoTime();
            isBack.run();
            wasGood = true;
        }
    }

    /** Whether the lease has been good for a while. */
    boolean isSteady() {
        return wasGood && System.nanoTime() - goodSince > STEADY_AFTER.toNanos();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
