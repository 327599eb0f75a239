package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Enabled instances that nobody runs, and since when that is seen here. Thread safe. */
final class WithoutOwner {

    private final Duration patience;
    private final LongSupplier nanos;
    private final Map<ConnectorId, Long> since = new ConcurrentHashMap<>();

    /**
     * @param patience how long that is nothing to speak of
     * @param nanos time that passes, as {@link System#nanoTime} tells it
     */
    WithoutOwner(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    /** @param now those that nobody runs at this moment */
    void found(Collection<ConnectorId> now) {
        since.keySet().retainAll(now);
        now.forEach(id -> since.putIfAbsent(id, nanos.getAsLong()));
    }

    /** Those that nobody has run for too long. */
    Map<ConnectorId, Duration> overdue() {
        Map<ConnectorId, Duration> overdue = new ConcurrentHashMap<>();
        since.forEach((id, from) -> {
            Duration time = Duration.ofNanos(nanos.getAsLong() - from);
            if (time.compareTo(patience) > 0) {
                overdue.put(id, time);
            }
        });
        return overdue;
    }
}
