package io.palyra.connectors.supervisor;

import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import java.time.Duration;
import java.util.Optional;

/**
 * How a connector is doing, as memory knows it.
 *
 * @param disconnectedFor how long its platform session has been lost; empty while there is one
 * @param disconnectedReason why, and what to do about it; empty where that is not known
 * @param outage what keeps its messages from getting through
 */
public record ConnectorCondition(
        ConnectorId connectorId,
        boolean enabled,
        boolean paused,
        Readiness readiness,
        Liveness liveness,
        Optional<Duration> disconnectedFor,
        Optional<String> disconnectedReason,
        Optional<Outage> outage,
        int restartCount) {

    static ConnectorCondition of(ConnectorInstance instance, InboundRoutes routes) {
        return new ConnectorCondition(
                instance.id(),
                instance.spec().enabled(),
                instance.pause() != null,
                instance.readiness(),
                routes.liveness(instance.id()),
                routes.disconnectedFor(instance.id()),
                routes.disconnectedReason(instance.id()),
                instance.passage().outage(),
                instance.restartCount());
    }

    /** Whether messages are expected to flow. */
    public boolean isWorking() {
        return enabled && !paused && readiness == Readiness.READY && liveness == Liveness.RUNNING;
    }

    /** Whether its platform can be reached at this moment. */
    public boolean isConnected() {
        return enabled
                && liveness == Liveness.RUNNING
                && readiness == Readiness.READY
                && disconnectedFor.isEmpty()
                && outage.filter(found -> found.kind() == Outage.Kind.UNREACHABLE)
                        .isEmpty();
    }
}
