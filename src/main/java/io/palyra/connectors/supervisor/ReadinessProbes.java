package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has a connector that is not ready tried from time to time: after 30 s, then after twice as long each time, at most
 * 10 min. Thread safe.
 */
final class ReadinessProbes {

    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration WAIT_MAX = Duration.ofMinutes(10);

    private final ScheduledExecutorService timer;
    private final Consumer<ConnectorId> probe;
    private final Map<ConnectorId, ScheduledFuture<?>> waiting = new HashMap<>();

    ReadinessProbes(ScheduledExecutorService timer, Consumer<ConnectorId> probe) {
        this.timer = timer;
        this.probe = probe;
    }

    /** Begins to try; goes on as it is where it has begun already. */
    synchronized void begin(ConnectorId connectorId) {
        if (!waiting.containsKey(connectorId)) {
            schedule(connectorId, FIRST_WAIT);
        }
    }

    /** Stops trying. */
    synchronized void end(ConnectorId connectorId) {
        ScheduledFuture<?> next = waiting.remove(connectorId);
        if (next != null) {
            next.cancel(false);
        }
    }

    private void schedule(ConnectorId connectorId, Duration wait) {
        waiting.put(connectorId, timer.schedule(() -> run(connectorId, wait), wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The next wait begins before the probe, so that a probe without an outcome is not the last. */
    private void run(ConnectorId connectorId, Duration waited) {
        synchronized (this) {
            if (!waiting.containsKey(connectorId)) {
                return;
            }
            Duration twice = waited.multipliedBy(2);
            schedule(connectorId, twice.compareTo(WAIT_MAX) < 0 ? twice : WAIT_MAX);
        }
        probe.accept(connectorId);
    }
}
