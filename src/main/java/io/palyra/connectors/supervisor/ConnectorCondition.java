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
 * @param lastError what has gone wrong last, perhaps in a platform's words; empty once something has worked since
 * @param disconnectedFor how long its platform session has been lost; empty while there is one
 * @param disconnectedReason why, and what to do about it; empty where that is not known
 * @param withoutNode how long no node has run it; empty where one does, or may take it any moment
 * @param outage what keeps its messages from getting through
 * @param unanswered whether none has got through since an outage, be it long over
 */
public record ConnectorCondition(
        ConnectorId connectorId,
        boolean enabled,
        boolean paused,
        Readiness readiness,
        Liveness liveness,
        Optional<String> lastError,
        Optional<Duration> disconnectedFor,
        Optional<String> disconnectedReason,
        Optional<Duration> withoutNode,
        Optional<Outage> outage,
        boolean unanswered,
        int restartCount) {

    static ConnectorCondition of(ConnectorInstance instance, InboundRoutes routes, Optional<Duration> withoutNode) {
        return new ConnectorCondition(
                instance.id(),
                instance.spec().enabled(),
                instance.pause() != null,
                instance.readiness(),
                routes.liveness(instance.id()),
                instance.lastError()
                        .filter(error -> error.clearedAtUnixMs() == null)
                        .map(LastError::text),
                routes.disconnectedFor(instance.id()),
                routes.disconnectedReason(instance.id()),
                withoutNode,
                instance.passage().outage(),
                instance.passage().isUnanswered(),
                instance.restartCount());
    }

    /** Why it does nothing, and what to do, where no node has run it for so long. */
    public static String withoutNode(Duration time) {
        return "no node has run it for " + time.toSeconds() + " s though some are there: see what differs between them"
                + " (palyra-connectors nodes list), and their logs";
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
