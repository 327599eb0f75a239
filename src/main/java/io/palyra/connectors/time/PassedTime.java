package io.palyra.connectors.time;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Time that passes, while the machine is awake and while it sleeps; nobody sets it. Thread safe. */
final class PassedTime {

    /** Below, two readings of the machine's own scales differ for no reason. */
    private static final long SLEEP_MIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final LongSupplier asleep;
    private final long sleptBefore;
    private volatile long sleptNanos;

    /**
     * @param nanoTime time that passes while the machine is awake, as {@link System#nanoTime} tells
     * @param asleep nanoseconds that the machine has slept since some moment: they have passed too
     */
    public PassedTime(LongSupplier nanoTime, LongSupplier asleep) {
        this.nanoTime = nanoTime;
        this.asleep = asleep;
        this.sleptBefore = asleep.getAsLong();
    }

    /** The machine's own. */
    public static PassedTime ofMachine() {
        return new PassedTime(System::nanoTime, new SleptTime());
    }

    /** Of use for differences only; without what was slept since {@link #countSleep}. */
    public long nanos() {
        return nanoTime.getAsLong() + sleptNanos;
    }

    /** What the machine has slept up to now has passed from now on. */
    public synchronized void countSleep() {
        long slept = asleep.getAsLong() - sleptBefore;
        if (slept - sleptNanos > SLEEP_MIN_NANOS) {
            sleptNanos = slept;
        }
    }
}
