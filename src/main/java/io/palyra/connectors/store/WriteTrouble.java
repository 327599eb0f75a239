package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that writes fail, once a minute that they still do, and once that they succeed again; the same of one that waits.
 * For the writer's thread, but for {@link #lasting} and {@link #waiting}.
 */
final class WriteTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(WriteTrouble.class);

    /** Without a failure, before it is said that writes succeed again: some may pass while others fail. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final Duration LINE_INTERVAL = Duration.ofMinutes(1);

    private record Failing(long sinceNanos, long lastNanos, StoreUnavailableException why) {}

    private final LongSupplier nanoTime;
    private final AtomicBoolean waitSeen = new AtomicBoolean();
    private final AtomicBoolean waitTold = new AtomicBoolean();
    private volatile @Nullable Failing failing;
    private boolean told;
    private long lastNanos;
    private long lineNanos;
    private int timesSince;

    WriteTrouble(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Who wanted to write is told so. */
    void failed(StoreUnavailableException why) {
        endWait();
        long now = nanoTime.getAsLong();
        Failing before = failing;
        failing = new Failing(before == null ? now : before.sinceNanos(), now, why);
        tell(now, String.valueOf(why.getMessage()));
    }

    /**
     * The database has let a write wait for so long, which is said once; empty where that is not long, or has been found for the
     * first time: the program itself may have stood still.
     */
    Optional<WriteFailure> waiting(Duration waited) {
        if (waited.compareTo(CALM) <= 0 || !waitSeen.getAndSet(true)) {
            return Optional.empty();
        }
        String sentence =
                "a write has waited " + waited.toSeconds() + " s for the database, and all others wait behind it";
        if (!waitTold.getAndSet(true)) {
            LOG.warn("Nothing is written until this is mended: {}", sentence);
        }
        return Optional.of(new WriteFailure(new StoreUnavailableException(sentence, null), waited));
    }

    /** @return whether it was said that a write waits */
    private boolean endWait() {
        waitSeen.set(false);
        return waitTold.getAndSet(false);
    }

    /** Nobody is told yet: it may have been written all the same. */
    void inDoubt(String why) {
        tell(nanoTime.getAsLong(), why);
    }

    private void tell(long now, String why) {
        lastNanos = now;
        timesSince++;
        if (!told) {
            LOG.warn("Writes fail until this is mended: {}", why);
            begin(now);
        } else if (now - lineNanos >= LINE_INTERVAL.toNanos()) {
            LOG.warn(
                    "Writes still fail, {} times in the last {} s: {}",
                    timesSince,
                    Duration.ofNanos(now - lineNanos).toSeconds(),
                    why);
            begin(now);
        }
    }

    private void begin(long now) {
        told = true;
        lineNanos = now;
        timesSince = 0;
    }

    void succeeded() {
        if (endWait()) {
            LOG.info("The write that waited for the database is written");
        }
        if (told && nanoTime.getAsLong() - lastNanos > CALM.toNanos()) {
            told = false;
            failing = null;
            LOG.info("Writes succeed again");
        }
    }

    /** Why writes have failed for a while, though others may pass. */
    Optional<WriteFailure> lasting() {
        Failing now = failing;
        return now != null && now.lastNanos() - now.sinceNanos() > CALM.toNanos()
                ? Optional.of(new WriteFailure(now.why(), Duration.ofNanos(nanoTime.getAsLong() - now.sinceNanos())))
                : Optional.empty();
    }
}
