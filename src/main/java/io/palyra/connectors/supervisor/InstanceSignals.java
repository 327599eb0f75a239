package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.PerformedOperation;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.inbox.InboundSources;
import io.palyra.connectors.outbox.DeliveryTargets;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Principal;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What running connectors, the inbox and the outbox ask and tell about an instance, and what follows at once: a connector
 * that is not ready closes its outbox and is probed, a session that broke is opened anew. Thread safe; never takes the
 * supervisor's lock.
 */
final class InstanceSignals implements ConnectorHost, DeliveryTargets, InboundSources {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceSignals.class);

    private final InstanceRegistry instances;
    private final ConnectorCatalog catalog;
    private final InboundRoutes routes;
    private final InstanceSecrets secrets;
    private final StoredCursors cursors;
    private final OperationLog operations;
    private final Clock clock;
    private final SessionRestarts sessions;
    private final ReadinessProbes probes;
    private final Reach reach;
    private final Runnable onOpen;
    private final Consumer<ConnectorId> restartRoute;
    private final Map<ConnectorId, Map<String, String>> options = new ConcurrentHashMap<>();

    /**
     * @param onOpen what to run when lanes of a connector may have become claimable
     * @param restartRoute what to do about a session that does not open at present
     */
    InstanceSignals(
            InstanceRegistry instances,
            ConnectorCatalog catalog,
            InboundRoutes routes,
            InstanceSecrets secrets,
            StoredCursors cursors,
            ScheduledExecutorService timer,
            OperationLog operations,
            Clock clock,
            Runnable onOpen,
            Consumer<ConnectorId> restartRoute) {
        this.instances = instances;
        this.catalog = catalog;
        this.routes = routes;
        this.secrets = secrets;
        this.cursors = cursors;
        this.operations = operations;
        this.clock = clock;
        this.onOpen = onOpen;
        this.restartRoute = restartRoute;
        this.sessions = new SessionRestarts(routes, new Sessions());
        this.probes = new ReadinessProbes(timer, this::probe);
        this.reach = new Reach(instances, this::ready, onOpen);
    }

    /** What attempts tell. */
    Reach reach() {
        return reach;
    }

    void declared(Declaration declaration) {
        options.put(declaration.spec().connectorId(), declaration.options());
        secrets.declared(declaration);
    }

    boolean isDeclared(ConnectorId connectorId) {
        return options.containsKey(connectorId);
    }

    /** An operator starts or stops the instance; it is no longer tried by itself. */
    void endProbes(ConnectorId connectorId) {
        probes.end(connectorId);
    }

    @Override
    public Map<String, String> options(ConnectorId connectorId) {
        return options.getOrDefault(connectorId, Map.of());
    }

    @Override
    public ConnectorInstanceSpec spec(ConnectorId connectorId) {
        return instances.get(connectorId).spec();
    }

    @Override
    public Optional<String> token(ConnectorId connectorId) {
        return secrets.token(spec(connectorId));
    }

    @Override
    public CursorStore cursors(ConnectorId connectorId) {
        return cursors.of(connectorId);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Principal principal(ConnectorId connectorId) {
        return instances.get(connectorId).spec().principal();
    }

    @Override
    public CapabilityLimits limits(ConnectorId connectorId) {
        return routes.limits(connectorId, capabilities(connectorId).limits());
    }

    @Override
    public ConnectorCapabilitySet capabilities(ConnectorId connectorId) {
        return catalog.find(instances.get(connectorId).spec().kind()).capabilities();
    }

    @Override
    public Markup markup(ConnectorId connectorId) {
        return catalog.find(instances.get(connectorId).spec().kind()).markup();
    }

    @Override
    public ConversationId conversation(ConnectorId connectorId, ConversationId written) {
        return catalog.find(instances.get(connectorId).spec().kind()).conversation(written);
    }

    @Override
    public UnknownResolution unknownResolution(ConnectorId connectorId) {
        return routes.unknownResolution(connectorId);
    }

    @Override
    public DeliveryLookup.Finding find(
            OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        return routes.find(request, sentAfter, isAnothers);
    }

    @Override
    public String rateLimitBucket(ConnectorId connectorId, ConversationId conversationId) {
        return routes.rateLimitBucket(connectorId, conversationId);
    }

    @Override
    public void received(ConnectorId connectorId, long unixMs) {
        instances.find(connectorId).ifPresent(instance -> instance.received(unixMs));
    }

    @Override
    public void delivered(ConnectorId connectorId, long unixMs) {
        instances.find(connectorId).ifPresent(instance -> {
            instance.delivered(unixMs);
            if (!instance.isReady() && instance.passage().isTried()) {
                ready(instance);
            }
        });
    }

    @Override
    public void failed(ConnectorId connectorId, String reason) {
        instances.find(connectorId).ifPresent(instance -> instance.failed(reason));
    }

    @Override
    public void notReady(ConnectorId connectorId, Readiness readiness, String reason) {
        instances.find(connectorId).ifPresent(instance -> {
            instance.readiness(readiness, clock.millis());
            instance.failed(reason);
            probes.begin(connectorId);
        });
    }

    @Override
    public void sessionLost(ConnectorId connectorId, String reason) {
        restart(connectorId, reason);
    }

    @Override
    public void rejected(ConnectorId connectorId, @Nullable EnvelopeId envelopeId, String reason) {
        operations.rejected(connectorId, envelopeId, reason);
    }

    @Override
    public void answered(ConnectorId connectorId) {
        reach.heard(connectorId);
        // Not the answer to the message that tries: what that means is decided with it
        instances
                .find(connectorId)
                .filter(instance -> instance.readiness() == Readiness.MISCONFIGURED
                        && !instance.passage().isTried())
                .ifPresent(instance -> probes.hasten(connectorId));
    }

    @Override
    public void performed(PerformedOperation operation) {
        operations.performed(operation);
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

    private void ready(ConnectorInstance instance) {
        LOG.info("{} works again", instance.id());
        probes.end(instance.id());
        instances.ready(instance);
        reach.opened(instance);
    }

    /** Sees whether a connector that was not ready works by now: by opening its session, or by the next message. */
    void probe(ConnectorId connectorId) {
        ConnectorConsumer consumer = routes.consumer(connectorId).orElse(null);
        if (consumer == null) {
            return;
        }
        if (consumer.hasSession()) {
            instances.find(connectorId).filter(instance -> !instance.isReady()).ifPresent(instance -> instance.passage()
                    .letOneTry());
            onOpen.run();
        } else {
            sessions.restart(connectorId);
        }
    }

    @Override
    public void restart(ConnectorId connectorId, String reason) {
        instances.find(connectorId).ifPresent(instance -> {
            instance.restarted(clock.millis());
            instance.failed(reason);
            sessions.restart(connectorId);
        });
    }

    private final class Sessions implements SessionRestarts.Listener {

        @Override
        public void opened(ConnectorId connectorId) {
            instances.find(connectorId).filter(instance -> !instance.isReady()).ifPresent(InstanceSignals.this::ready);
            reach.sessionOpened(connectorId);
        }

        @Override
        public void failed(ConnectorId connectorId) {
            restartRoute.accept(connectorId);
        }
    }
}
