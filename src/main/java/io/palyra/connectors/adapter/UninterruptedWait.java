package io.palyra.connectors.adapter;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A wait that an interrupt does not shorten. The interrupt is kept for whoever looks next. */
public final class UninterruptedWait {

    private UninterruptedWait() {}

    /**
     * Blocks until a condition holds, and no longer than until a time.
     *
     * @param monitor held by the caller, and notified where the condition may have come to hold
     * @param end as {@link System#nanoTime} tells it
     */
    public static void on(Object monitor, BooleanSupplier condition, long end) {
        boolean interrupted = false;
        long left = end - System.nanoTime();
        while (!condition.getAsBoolean() && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(monitor, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = end - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
