package io.palyra.connectors.test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again, until it has waited for so long. */
record Patience(Duration atMost) {

    private static final long LOOK_EVERY_MS = 20;

    /** @return false where it did not become true */
    boolean await(BooleanSupplier condition) {
        return eventually(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    /** What is found, or empty where it was not found in time. */
    <T> Optional<T> eventually(Supplier<Optional<T>> look) {
        long end = System.nanoTime() + atMost.toNanos();
        Optional<T> found = look.get();
        while (found.isEmpty() && System.nanoTime() - end < 0) {
            pause();
            found = look.get();
        }
        return found;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was interrupted while it waited", e);
        }
    }
}
