package io.palyra.connectors.admin;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks the store until what was asked for has come to rest, at first after 2 ms and then less and less often. */
final class SettleWatch implements AutoCloseable {

    private static final long FIRST_PAUSE_MS = 2;
    private static final long LONGEST_PAUSE_MS = 50;

    private final CountDownLatch closed = new CountDownLatch(1);

    /** @return the last answer, whether it is at rest or not; blocks at most so long, and not while the server stops */
    <T> T until(Supplier<T> question, Predicate<T> atRest, Duration max) {
        long end = System.nanoTime() + max.toNanos();
        long pauseMs = FIRST_PAUSE_MS;
        T answer = question.get();
        while (!atRest.test(answer)) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (leftMs <= 0 || isClosedWithin(Math.min(pauseMs, leftMs))) {
                break;
            }
            pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs + pauseMs / 2);
            answer = question.get();
        }
        return answer;
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
