package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that writes fail, and once that they succeed again. For the writer's thread, but for {@link #lasting}. */
final class WriteTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(WriteTrouble.class);

    /** Without a failure, before it is said that writes succeed again: some may pass while others fail. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private record Failing(long sinceNanos, long lastNanos, StoreUnavailableException why) {

        Failing again(long nanos, StoreUnavailableException how) {
            return new Failing(sinceNanos, nanos, how);
        }
    }

    private final LongSupplier nanoTime;
    private volatile @Nullable Failing failing;

    WriteTrouble(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void failed(StoreUnavailableException why) {
        long now = nanoTime.getAsLong();
        Failing before = failing;
        if (before == null) {
            LOG.warn("Writes fail until this is mended: {}", why.getMessage());
        }
        failing = before == null ? new Failing(now, now, why) : before.again(now, why);
    }

    void succeeded() {
        Failing before = failing;
        if (before != null && nanoTime.getAsLong() - before.lastNanos() > CALM.toNanos()) {
            failing = null;
            LOG.info("Writes succeed again");
        }
    }

    /** Why writes have failed for a while, though others may pass. */
    Optional<StoreUnavailableException> lasting() {
        Failing now = failing;
        return now != null && now.lastNanos() - now.sinceNanos() > CALM.toNanos()
                ? Optional.of(now.why())
                : Optional.empty();
    }
}
