package io.palyra.connectors.admin;

import io.palyra.connectors.outbox.QueueDepth;
import io.palyra.connectors.outbox.RetryBacklog;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.ConnectorStatus;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what is answered about a connector. Every method reads the store and may block. */
final class ChannelViews {

    /** A connector in full. */
    record Channel(
            ConnectorStatus connector,
            Map<String, Object> runtime,
            OperationsView operations,
            @Nullable Action action) {}

    /** What can be counted of any connector. */
    private record Metrics(
            long pendingOutbox,
            long dueOutbox,
            long claimedOutbox,
            long unknownOutbox,
            long deadLetters,
            int restartCount) {}

    private final AdminServices services;

    ChannelViews(AdminServices services) {
        this.services = services;
    }

    Channel channel(ConnectorId connectorId) {
        return channel(connectorId, null);
    }

    Channel channel(ConnectorId connectorId, @Nullable Action action) {
        ConnectorStatus status = services.supervisor().status(connectorId);
        QueueDepth depth = depth(connectorId);
        return new Channel(status, runtime(status, depth), operations(status, depth), action);
    }

    Map<String, Object> runtime(ConnectorStatus status) {
        return runtime(status, depth(status.connectorId()));
    }

    QueueView queue(ConnectorId connectorId) {
        return QueueView.of(depth(connectorId), services.supervisor().pauseOf(connectorId));
    }

    private QueueDepth depth(ConnectorId connectorId) {
        return services.outboxStore().depth(connectorId, services.clock().millis());
    }

    private Map<String, Object> runtime(ConnectorStatus status, QueueDepth depth) {
        Map<String, Object> runtime = new LinkedHashMap<>(services.supervisor().runtime(status.connectorId()));
        runtime.put(
                "metrics",
                new Metrics(
                        depth.pending(),
                        depth.due(),
                        depth.claimed(),
                        depth.unknown(),
                        depth.deadLetters(),
                        status.restartCount()));
        return runtime;
    }

    private OperationsView operations(ConnectorStatus status, QueueDepth depth) {
        RetryBacklog retries = services.outboxStore().retries(status.connectorId());
        QueuePause pause = services.supervisor().pauseOf(status.connectorId());
        return new OperationsView(
                QueueView.of(depth, pause),
                Saturation.of(
                        status.readiness(),
                        depth,
                        retries,
                        services.rateLimits().active(status.connectorId()),
                        pause != null),
                OperationsView.RateLimits.of(retries, services.rateLimits().active(status.connectorId())),
                services.laneSurvey()
                        .blocked(status.connectorId(), services.clock().millis()),
                Saturation.isAuth(status.readiness()) ? status.lastError() : null);
    }
}
