package io.palyra.connectors.admin;

import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.LaneSurvey;
import io.palyra.connectors.outbox.QueueDepth;
import io.palyra.connectors.outbox.RetryBacklog;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.ConnectorStatus;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.supervisor.Reach;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
        ConnectorStatus status = services.supervision().roster().status(connectorId);
        QueueDepth depth = depth(connectorId);
        return new Channel(status, runtime(status, depth), operations(status, depth), action);
    }

    Map<String, Object> runtime(ConnectorStatus status) {
        return runtime(status, depth(status.connectorId()));
    }

    QueueView queue(ConnectorId connectorId) {
        return QueueView.of(depth(connectorId), services.supervision().queues().pauseOf(connectorId));
    }

    private QueueDepth depth(ConnectorId connectorId) {
        return services.outboxStore().depth(connectorId, services.clock().millis());
    }

    private Map<String, Object> runtime(ConnectorStatus status, QueueDepth depth) {
        Map<String, Object> runtime =
                new LinkedHashMap<>(services.supervision().calls().runtime(status.connectorId()));
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
        QueuePause pause = services.supervision().queues().pauseOf(status.connectorId());
        Reach reach = services.supervision().reach();
        Optional<Outage> platform = reach.outage(Direction.OUTBOUND, status.connectorId());
        return new OperationsView(
                QueueView.of(depth, pause),
                Saturation.of(
                        status.readiness(),
                        depth,
                        retries,
                        services.rateLimits().active(status.connectorId()),
                        platform,
                        pause != null),
                OperationsView.RateLimits.of(retries, services.rateLimits().active(status.connectorId())),
                services.laneSurvey()
                        .blocked(
                                status.connectorId(),
                                new LaneSurvey.Closed(
                                        reach.isClosed(Direction.INBOUND, status.connectorId()),
                                        reach.isClosed(Direction.OUTBOUND, status.connectorId())),
                                services.clock().millis()),
                OperationsView.Outages.of(platform, reach.outage(Direction.INBOUND, status.connectorId())),
                Saturation.isAuth(status.readiness()) ? status.lastError() : null);
    }
}
