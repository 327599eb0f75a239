package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that writes fail, and once that they succeed again. For the writer's thread. */
final class WriteTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(WriteTrouble.class);

    /** Without a failure, before it is said that writes succeed again: some may pass while others fail. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private boolean failing;
    private long failedAt;

    void failed(StoreUnavailableException why) {
        failedAt = System.nanoTime();
        if (!failing) {
            failing = true;
            LOG.warn("Writes fail until this is mended: {}", why.getMessage());
        }
    }

    void succeeded() {
        if (failing && System.nanoTime() - failedAt > CALM.toNanos()) {
            failing = false;
            LOG.info("Writes succeed again");
        }
    }
}
