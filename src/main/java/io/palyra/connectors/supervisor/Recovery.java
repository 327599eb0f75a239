package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.outbox.RateLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.Readiness;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows at once where an instance cannot work: one that is not ready closes its outbox and is probed until it works
 * again, a session that broke is opened anew. Thread safe; never takes the supervisor's lock on the caller's thread.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final InstanceRegistry instances;
    private final InboundRoutes routes;
    private final RateLimits rateLimits;
    private final Reach reach;
    private final SessionRestarts sessions;
    private final ReadinessProbes probes;
    private final Consumer<ConnectorId> restartRoute;

    /** @param restartRoute what to do about a session that does not open at present */
    Recovery(
            InstanceRegistry instances,
            InboundRoutes routes,
            RateLimits rateLimits,
            Reach reach,
            ScheduledExecutorService timer,
            Consumer<ConnectorId> restartRoute) {
        this.instances = instances;
        this.routes = routes;
        this.rateLimits = rateLimits;
        this.reach = reach;
        this.restartRoute = restartRoute;
        this.sessions = new SessionRestarts(routes, new Sessions());
        this.probes = new ReadinessProbes(timer, this::probe);
    }

    /** The instance is about to be started; what the platform has limited stays limited. */
    void starting(ConnectorInstance instance) {
        probes.end(instance.id());
        instances.readiness(instance, Readiness.READY);
        rateLimits.active(instance.id()).stream()
                .filter(limit -> limit.bucket().equals(RateLimit.EVERYTHING))
                .forEach(limit -> instance.passage().limited(rateLimits.left(instance.id()), limit.reason()));
    }

    /** It was another program's. */
    void gained(ConnectorInstance instance) {
        rateLimits.readAgain(instance.id());
    }

    /** An operator has enabled it: its platform is taken to be reachable. */
    void enabled(ConnectorInstance instance) {
        reach.opened(instance);
    }

    /** An operator stops the instance; it is no longer tried by itself. */
    void stopped(ConnectorId connectorId) {
        probes.end(connectorId);
        sessions.stopped(connectorId);
    }

    /** The inbound route was made anew. */
    void renewed(ConnectorId connectorId) {
        sessions.restartIfLost(connectorId);
    }

    /** Nothing is kept of an instance that is gone. */
    void removed(ConnectorId connectorId) {
        rateLimits.forget(connectorId);
    }

    /** It cannot work until an operator has corrected something, or it turns out that somebody has. */
    void notReady(ConnectorId connectorId, Readiness readiness, String reason) {
        instances.find(connectorId).ifPresent(instance -> {
            instances.readiness(instance, readiness);
            instances.failed(instance, reason, Direction.OUTBOUND);
            probes.begin(connectorId);
        });
    }

    /** A message got through. */
    void delivered(ConnectorInstance instance) {
        if (!instance.isReady() && instance.passage().isTried()) {
            ready(instance);
        }
    }

    /** The platform has answered something. */
    void answered(ConnectorId connectorId) {
        reach.heard(connectorId);
        // Not the answer to the message that tries: what that means is decided with it
        instances
                .find(connectorId)
                .filter(instance -> instance.readiness() == Readiness.MISCONFIGURED
                        && !instance.passage().isTried())
                .ifPresent(instance -> probes.hasten(connectorId));
    }

    /** What an operator's check found; a connector that works is open again at once. */
    void checked(ConnectorId connectorId, HealthReport report) {
        ConnectorInstance instance = instances.get(connectorId);
        if (report.readiness() != Readiness.READY) {
            notReady(connectorId, report.readiness(), firstFailure(report));
        } else if (!instance.isReady()
                && routes.consumer(connectorId)
                        .filter(ConnectorConsumer::hasSession)
                        .isPresent()) {
            ready(instance);
        }
    }

    private static String firstFailure(HealthReport report) {
        return report.checks().stream()
                .filter(check -> check.status() == HealthReport.Status.FAILED)
                .map(HealthReport.Check::message)
                .findFirst()
                .orElse("the health check failed");
    }

    /** It was not ready, and works. */
    void ready(ConnectorInstance instance) {
        LOG.info("{} works again", instance.id());
        instances.worked(instance, Direction.OUTBOUND);
        starting(instance);
        reach.opened(instance);
    }

    /** Sees whether a connector that was not ready works by now: by opening its session, or by the next message. */
    void probe(ConnectorId connectorId) {
        ConnectorConsumer consumer = routes.consumer(connectorId).orElse(null);
        if (consumer == null) {
            return;
        }
        if (consumer.hasSession()) {
            instances.find(connectorId).ifPresent(reach::letOneTry);
        } else {
            sessions.restart(connectorId);
        }
    }

    /** Closes the session and opens it anew, where that does not happen already. Returns at once. */
    void restart(ConnectorId connectorId, String reason) {
        restart(connectorId, reason, sessions::restart);
    }

    /** The same for one that the connector has lost. */
    void sessionLost(ConnectorId connectorId, String reason) {
        restart(connectorId, reason, sessions::restartLost);
    }

    private void restart(ConnectorId connectorId, String reason, Predicate<ConnectorId> begin) {
        instances.find(connectorId).ifPresent(instance -> {
            instances.failed(instance, reason, Direction.OUTBOUND);
            if (begin.test(connectorId)) {
                instances.restarted(instance);
            }
        });
    }

    /** The session does not open at present. */
    void noSession(ConnectorId connectorId) {
        restartRoute.accept(connectorId);
    }

    private final class Sessions implements SessionRestarts.Listener {

        @Override
        public void opened(ConnectorId connectorId) {
            instances.find(connectorId).ifPresent(instance -> {
                instances.worked(instance, Direction.OUTBOUND);
                if (!instance.isReady()) {
                    ready(instance);
                }
            });
            reach.sessionOpened(connectorId);
        }

        @Override
        public void failed(ConnectorId connectorId) {
            noSession(connectorId);
        }
    }
}
