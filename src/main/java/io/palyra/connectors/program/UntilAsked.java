package io.palyra.connectors.program;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the program until the process is asked to stop, and holds the process until the store is closed. */
final class UntilAsked {

    private static final Logger LOG = LoggerFactory.getLogger(UntilAsked.class);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Duration patience;

    /** @param patience how long a stop may take at most */
    UntilAsked(Duration patience) {
        this.patience = patience;
    }

    /** Returns once everything has stopped. */
    void run(ConnectorApplication application) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::awaitStop, "palyra-stop"));
        try {
            application.start();
            asked.await();
            application.close();
        } finally {
            stopped.countDown();
        }
    }

    /** The process ends when its shutdown hooks have. */
    private void awaitStop() {
        asked.countDown();
        try {
            if (!stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The store did not close in time; what is left stays as rows in it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
