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
 * 10 min; at once where something speaks for it. Thread safe.
 */
final class ReadinessProbes {

    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration WAIT_MAX = Duration.ofMinutes(10);

    /** The next wait, at most, after a try that was brought forward: what spoke for it may do so again. */
    static final Duration WAIT_MAX_AFTER_SIGN = Duration.ofSeconds(60);

    /** @param early it begins with a try that was brought forward, which happens once in a wait */
    private record Wait(ScheduledFuture<?> end, Duration length, boolean early) {}

    private final ScheduledExecutorService timer;
    private final Consumer<ConnectorId> probe;
    private final Map<ConnectorId, Wait> waiting = new HashMap<>();

    ReadinessProbes(ScheduledExecutorService timer, Consumer<ConnectorId> probe) {
        this.timer = timer;
        this.probe = probe;
    }

    /** Begins to try; goes on as it is where it has begun already. */
    synchronized void begin(ConnectorId connectorId) {
        if (!waiting.containsKey(connectorId)) {
            schedule(connectorId, FIRST_WAIT, false);
        }
    }

    /** Stops trying. */
    synchronized void end(ConnectorId connectorId) {
        Wait current = waiting.remove(connectorId);
        if (current != null) {
            current.end().cancel(false);
        }
    }

    /** The next try is made at once, where there is one, and not by the caller's thread; once between two others. */
    synchronized void hasten(ConnectorId connectorId) {
        Wait current = waiting.get(connectorId);
        if (current == null || current.early()) {
            return;
        }
        current.end().cancel(false);
        schedule(connectorId, shorter(twice(current.length()), WAIT_MAX_AFTER_SIGN), true);
        timer.schedule(() -> probe.accept(connectorId), 0, TimeUnit.MILLISECONDS);
    }

    private void schedule(ConnectorId connectorId, Duration wait, boolean early) {
        ScheduledFuture<?> end = timer.schedule(() -> run(connectorId, wait), wait.toMillis(), TimeUnit.MILLISECONDS);
        waiting.put(connectorId, new Wait(end, wait, early));
    }

    private static Duration twice(Duration wait) {
        return shorter(wait.multipliedBy(2), WAIT_MAX);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The next wait begins before the probe, so that a probe without an outcome is not the last. */
    private void run(ConnectorId connectorId, Duration waited) {
        synchronized (this) {
            if (!waiting.containsKey(connectorId)) {
                return;
            }
            schedule(connectorId, twice(waited), false);
        }
        probe.accept(connectorId);
    }
}
