package io.palyra.connectors.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.ConnectorStatus;
import io.palyra.connectors.supervisor.QueueState;
import io.palyra.connectors.supervisor.Supervision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what is answered about a connector. Every method reads the store and may block. */
final class ChannelViews {

    /** A connector in full. */
    record Channel(
            ConnectorStatus connector,
            @JsonUnwrapped Runtime runtime,
            OperationsView operations,
            @Nullable Action action) {}

    /**
     * What the connector knows of itself, and its metrics.
     *
     * @param runtimeUnavailable why the node that runs it did not say
     */
    record Runtime(
            @Nullable Map<String, Object> runtime, @Nullable String runtimeUnavailable) {}

    /** What can be counted of any connector. */
    private record Metrics(
            long pendingOutbox,
            long dueOutbox,
            long claimedOutbox,
            long unknownOutbox,
            long deadLetters,
            int restartCount) {}

    private final AdminServices services;
    private final OwnerRuntime owner;

    ChannelViews(AdminServices services, OwnerRuntime owner) {
        this.services = services;
        this.owner = owner;
    }

    Channel channel(ConnectorId connectorId) {
        return channel(connectorId, null);
    }

    Channel channel(ConnectorId connectorId, @Nullable Action action) {
        // One look at the queues, so that the answer agrees with itself
        QueueState queue = services.supervision().queues().state(connectorId);
        ConnectorStatus status = services.supervision().roster().status(queue);
        return new Channel(status, runtime(queue), operations(status, queue), action);
    }

    Runtime runtime(ConnectorId connectorId) {
        return runtime(services.supervision().queues().state(connectorId));
    }

    QueueView queue(ConnectorId connectorId) {
        return QueueView.of(services.supervision().queues().state(connectorId));
    }

    private Runtime runtime(QueueState queue) {
        Map<String, Object> runtime;
        try {
            runtime = owner.of(queue.connectorId());
        } catch (ProblemException e) {
            return new Runtime(null, e.problem().detail());
        }
        QueueDepth outbox = queue.outbound();
        runtime.put(
                "metrics",
                new Metrics(
                        outbox.pending(),
                        outbox.due(),
                        outbox.claimed(),
                        outbox.unknown(),
                        queue.deadLetters(),
                        services.supervision().roster().status(queue).restartCount()));
        return new Runtime(runtime, null);
    }

    private OperationsView operations(ConnectorStatus status, QueueState queue) {
        ConnectorId connectorId = status.connectorId();
        Supervision connectors = services.supervision();
        List<RateLimit> stated = connectors.rateLimits().active(connectorId);
        Optional<Outage> platform = connectors.reach().outage(Direction.OUTBOUND, connectorId);
        Optional<Outage> daemon = connectors.reach().outage(Direction.INBOUND, connectorId);
        Optional<String> saturated = services.daemon()
                .saturation(
                        connectorId,
                        queue.inbound().due(),
                        connectors.queues().overdue(Direction.INBOUND, connectorId));
        return new OperationsView(
                QueueView.of(queue),
                Saturation.of(status.readiness(), queue, stated, platform, new Saturation.Daemon(daemon, saturated)),
                OperationsView.RateLimits.of(queue.outbound().retries(), stated),
                connectors.queues().blocked(connectorId),
                OperationsView.Outages.of(platform, daemon),
                services.access().openRequests(connectorId),
                Saturation.isAuth(status.readiness()) ? status.lastError() : null);
    }
}
