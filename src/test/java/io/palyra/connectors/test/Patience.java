package io.palyra.connectors.test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks whenever something has happened in the program, until it has waited for so long. */
final class Patience {

    /** A safety net: what changes without an event is seen then. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

    private final Duration atMost;

    /** Each happening is a phase. */
    private final Phaser happenings;

    /** @param happenings one party of it arrives whenever something has happened */
    Patience(Duration atMost, Phaser happenings) {
        this.atMost = atMost;
        this.happenings = happenings;
    }

    /** @return false where it did not become true */
    boolean await(BooleanSupplier condition) {
        return eventually(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    /** What is found, or empty where it was not found in time. */
    <T> Optional<T> eventually(Supplier<Optional<T>> look) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            // Before the look: what happens during it is looked at again
            int phase = happenings.getPhase();
            Optional<T> found = look.get();
            long left = end - System.nanoTime();
            if (found.isPresent() || left <= 0) {
                return found;
            }
            awaitNext(phase, Math.min(left, LOOK_INTERVAL.toNanos()));
        }
    }

    private void awaitNext(int phase, long nanos) {
        try {
            happenings.awaitAdvanceInterruptibly(phase, nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The look that follows is the answer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was interrupted while it waited", e);
        }
    }
}
