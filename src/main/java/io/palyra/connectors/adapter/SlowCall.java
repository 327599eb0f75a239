package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says where a connector is that does not come back, while the program waits for it. */
final class SlowCall implements AutoCloseable {

    static final long SLOW_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SlowCall.class);

    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private SlowCall(ConnectorId connectorId, String method, long slowMs) {
        Thread caller = Thread.currentThread();
        over.copy().orTimeout(slowMs, TimeUnit.MILLISECONDS).whenComplete((done, late) -> {
            if (late != null) {
                LOG.warn(
                        "{} has not returned from {} for {} ms, and the program waits for it: {}",
                        connectorId,
                        method,
                        slowMs,
                        where(caller));
            }
        });
    }

    /** By the thread that calls; ended by {@link #close}. */
    static SlowCall of(ConnectorId connectorId, String method) {
        return of(connectorId, method, SLOW_MS);
    }

    static SlowCall of(ConnectorId connectorId, String method, long slowMs) {
        return new SlowCall(connectorId, method, slowMs);
    }

    private static String where(Thread caller) {
        return Arrays.stream(caller.getStackTrace())
                .limit(3)
                .map(StackTraceElement::toString)
                .reduce((one, other) -> one + " < " + other)
                .orElse("nowhere");
    }

    @Override
    public void close() {
        over.complete(null);
    }
}
