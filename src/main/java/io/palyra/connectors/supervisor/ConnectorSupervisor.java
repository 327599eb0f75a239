package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.OperationRunner;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.adapter.Webhooks;
import io.palyra.connectors.inbox.InboundSources;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.LaneGate;
import io.palyra.connectors.outbox.DeliveryTargets;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.RateLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.time.SteadyClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers, starts, watches and restarts connector instances. What it changes is stored before it is answered.
 *
 * <p>Thread safe: changes run one at a time, questions are answered from memory.
 */
public final class ConnectorSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorSupervisor.class);

    /** How often the facts that only memory has (last message, last error) are stored. */
    private static final long STATE_INTERVAL_S = 5;

    private final ConnectorCatalog catalog;
    private final InstanceRecords records;
    private final InboundRoutes routes;
    private final ScheduledExecutorService executor;
    private final SteadyClock clock;
    private final InstanceRegistry instances;
    private final InstanceSignals signals;
    private final ConnectorQueues queues;
    private final ConnectorCalls calls;
    private final RateLimits rateLimits;
    private volatile Runnable onOpen = () -> {};

    public ConnectorSupervisor(
            ConnectorCatalog catalog,
            InstanceRecords records,
            InboxStore inbox,
            OutboxStore outbox,
            InboundRoutes routes,
            RateLimits rateLimits,
            InstanceSecrets secrets,
            StoredCursors cursors,
            ScheduledExecutorService executor,
            SteadyClock clock) {
        this.catalog = catalog;
        this.records = records;
        this.routes = routes;
        this.executor = executor;
        this.clock = clock;
        this.rateLimits = rateLimits;
        this.queues = new ConnectorQueues(inbox, outbox, records, executor, clock);
        this.instances = new InstanceRegistry(routes, rateLimits, clock, queues::drained);
        this.signals = new InstanceSignals(
                instances,
                catalog,
                routes,
                secrets,
                cursors,
                executor,
                records.operations(),
                clock,
                () -> onOpen.run(),
                this::restartRoute);
        this.calls = new ConnectorCalls(catalog, instances, signals, routes, this::restartRoute);
    }

    /** Whose lanes may be claimed. */
    public LaneGate gate() {
        return instances;
    }

    /** Who takes calls of platforms. */
    public Webhooks webhooks() {
        return new ConnectorWebhooks(catalog, instances, routes);
    }

    /** What connectors ask and tell. */
    public ConnectorHost host() {
        return signals;
    }

    /** What the outbox asks and tells. */
    public DeliveryTargets targets() {
        return signals;
    }

    /** What the inbox asks and tells. */
    public InboundSources sources() {
        return signals;
    }

    /** What attempts tell, and what is known of far sides that nothing gets through to. */
    public Reach reach() {
        return signals.reach();
    }

    /** What to run when lanes of a connector may have become claimable. */
    public void onOpen(Runnable action) {
        onOpen = action;
    }

    /** Loads what the store knows and merges what the settings declare; starts nothing yet. */
    public synchronized void load(List<Declaration> declarations) {
        new InstanceLoader(catalog, records, instances).load(declarations);
        declarations.forEach(signals::declared);
        executor.scheduleWithFixedDelay(this::storeState, STATE_INTERVAL_S, STATE_INTERVAL_S, TimeUnit.SECONDS);
    }

    /** Starts every enabled instance. One that does not start is reported and tried again; the others are not touched. */
    public synchronized void startEnabled() {
        instances.all().stream().filter(instance -> instance.spec().enabled()).forEach(this::start);
    }

    /** Starts these instances and disables the others; one that is not known is registered where its kind is usable. */
    public synchronized void startOnly(Set<ConnectorId> wanted) {
        instances.all().stream()
                .filter(instance -> !wanted.contains(instance.id()))
                .forEach(instance ->
                        instance.redefine(instance.spec().withEnabled(false), instance.isDeclared(), clock.millis()));
        for (ConnectorId connectorId : wanted) {
            try {
                if (!isRegistered(connectorId)) {
                    register(ConnectorInstanceSpec.forAccount(connectorId.kind(), connectorId.name()));
                }
                setEnabled(connectorId, true);
            } catch (UnsupportedConnectorException e) {
                LOG.error("{} cannot be used: {}", connectorId, e.getMessage());
            }
        }
    }

    private void start(ConnectorInstance instance) {
        signals.endProbes(instance.id());
        instances.ready(instance);
        open(instance, () -> routes.start(instance.id()));
    }

    /** Where the route cannot even be made, an option is wrong: the operator has to correct it. */
    private void open(ConnectorInstance instance, Runnable openRoute) {
        try {
            catalog.usable(instance.spec().kind());
            openRoute.run();
        } catch (RuntimeException e) {
            LOG.error("{} was not started: {}", instance.id(), e.getMessage());
            instance.readiness(Readiness.MISCONFIGURED, clock.millis());
            instance.failed(String.valueOf(e.getMessage()));
        }
        onOpen.run();
    }

    /**
     * Registers an instance and starts it where it is enabled.
     *
     * @throws UnsupportedConnectorException where the kind is unknown or deferred, with the reason
     * @throws ConnectorStateException where the id is taken
     */
    public synchronized ConnectorStatus register(ConnectorInstanceSpec spec) {
        catalog.usable(spec.kind());
        if (instances.find(spec.connectorId()).isPresent()) {
            throw new ConnectorStateException("connector " + spec.connectorId() + " is registered already");
        }
        ConnectorInstance instance = instances.add(records.registered(spec, false));
        if (spec.enabled()) {
            start(instance);
        }
        return status(spec.connectorId());
    }

    /**
     * Enables or disables an instance. Enabling one that is enabled opens its platform session anew, with its secrets
     * read anew, and makes it ready again; what waits because its platform was not reached is due at once.
     */
    public synchronized ConnectorStatus setEnabled(ConnectorId connectorId, boolean enabled) {
        ConnectorInstance instance = instances.get(connectorId);
        if (enabled) {
            catalog.usable(instance.spec().kind());
        }
        long now = records.enabledChanged(connectorId, enabled);
        instance.redefine(instance.spec().withEnabled(enabled), instance.isDeclared(), now);
        signals.endProbes(connectorId);
        routes.stop(connectorId);
        if (enabled) {
            start(instance);
            signals.reach().opened(instance);
        }
        return status(connectorId);
    }

    /**
     * Removes an instance. Its messages stay in the store until their retention ends, and are delivered where the
     * instance is registered again before that.
     *
     * @throws ConnectorStateException where the settings declare the instance: it would be back at the next start
     */
    public synchronized void remove(ConnectorId connectorId) {
        ConnectorInstance instance = instances.get(connectorId);
        if (signals.isDeclared(connectorId)) {
            throw new ConnectorStateException(
                    "connector " + connectorId + " is declared in the settings; remove it there, or disable it");
        }
        instance.redefine(instance.spec().withEnabled(false), false, clock.millis());
        signals.endProbes(connectorId);
        routes.stop(connectorId);
        records.removed(connectorId);
        instances.remove(connectorId);
        rateLimits.forget(connectorId);
    }

    /** Stops claiming the connector's outbox at once; survives a restart. */
    public synchronized void pause(ConnectorId connectorId, @Nullable String reason) {
        queues.pause(instances.get(connectorId), reason);
    }

    public synchronized void resume(ConnectorId connectorId) {
        queues.resume(instances.get(connectorId));
        onOpen.run();
    }

    /** Delivers what is due although the queue is paused; the pause holds again once nothing is due. */
    public void drain(ConnectorId connectorId) {
        queues.drain(instances.get(connectorId));
        onOpen.run();
    }

    /** The pause of a connector's queue, or null. */
    public @Nullable QueuePause pauseOf(ConnectorId connectorId) {
        return instances.get(connectorId).pause();
    }

    /**
     * Makes the inbound routes anew from their edited template, all that can be.
     *
     * @throws IllegalStateException where one had a route and cannot have one from this template; its readiness is left, as
     *     nobody can mend that but whoever edits the template
     */
    public synchronized void renewRoutes() {
        List<String> failures = new ArrayList<>();
        for (ConnectorInstance instance : instances.all()) {
            if (!instance.spec().enabled()) {
                continue;
            }
            if (routes.isMade(instance.id())) {
                try {
                    routes.renew(instance.id());
                } catch (RuntimeException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            } else {
                open(instance, () -> routes.renew(instance.id()));
            }
        }
        onOpen.run();
        if (!failures.isEmpty()) {
            throw new IllegalStateException(String.join("; ", failures));
        }
    }

    /** Lets a message in at the connector's own consumer, as if the platform had sent it, whoever wrote it. */
    public InboundIngestOutcome emit(InboundMessageEvent event) throws InboundRefusedException {
        return calls.emit(event);
    }

    /**
     * Works on messages that the platform has; may block as long as the platform does.
     *
     * @param request of the operation's {@link OperationRunner#requestType}
     * @throws DeliveryException where the platform could not be asked
     * @throws UnsupportedConnectorException where the connector does not do this
     */
    public Object operate(ConnectorId connectorId, MessageOperation operation, Object request)
            throws DeliveryException {
        return calls.operate(connectorId, operation, request);
    }

    /**
     * Has a connector check what it needs on its platform; opens its session where there is none. What is found decides
     * its readiness. May block as long as the platform does.
     *
     * @throws UnsupportedConnectorException where the connector has nothing to check
     */
    public HealthReport checkHealth(ConnectorId connectorId, @Nullable String verifyConversation) {
        return calls.checkHealth(connectorId, verifyConversation);
    }

    /**
     * For routes, which name the instance that they send through.
     *
     * @throws UnknownConnectorException where there is none, and where its kind cannot be used
     */
    public void requireKnown(ConnectorId connectorId) {
        requireUsable(connectorId);
        if (!isRegistered(connectorId)) {
            throw new UnknownConnectorException(
                    connectorId,
                    "is neither declared nor registered; declare it (palyra.connectors." + connectorId.kind() + "."
                            + connectorId.name() + ".enabled=true in application.properties), or register it"
                            + " (palyra-connectors channels add " + connectorId + ") before the route is loaded");
        }
    }

    /** @throws UnknownConnectorException where its kind cannot be used */
    public void requireUsable(ConnectorId connectorId) {
        try {
            catalog.usable(connectorId.kind());
        } catch (UnsupportedConnectorException e) {
            throw new UnknownConnectorException(connectorId, "cannot be used: " + e.getMessage());
        }
    }

    public boolean isRegistered(ConnectorId connectorId) {
        return instances.find(connectorId).isPresent();
    }

    public List<ConnectorStatus> statuses() {
        return instances.all().stream().map(this::status).toList();
    }

    /** How every instance is doing; from memory, never blocks. */
    public List<ConnectorCondition> conditions() {
        return instances.all().stream()
                .map(instance -> ConnectorCondition.of(instance, routes))
                .toList();
    }

    public ConnectorStatus status(ConnectorId connectorId) {
        return status(instances.get(connectorId));
    }

    /** The definition of an instance. */
    public ConnectorInstanceSpec spec(ConnectorId connectorId) {
        return instances.get(connectorId).spec();
    }

    /** What the adapter of a running instance knows of itself. */
    public Map<String, Object> runtime(ConnectorId connectorId) {
        return calls.runtime(connectorId);
    }

    private ConnectorStatus status(ConnectorInstance instance) {
        ConnectorType type = catalog.find(instance.spec().kind());
        return new ConnectorStatus(
                instance.id(),
                instance.spec().kind(),
                type.availability(),
                type.capabilities(),
                instance.spec().principal(),
                instance.spec().enabled(),
                instance.readiness(),
                routes.liveness(instance.id()),
                instance.restartCount(),
                queues.summary(instance.id()),
                instance.lastError(),
                instance.lastInboundUnixMs(),
                instance.lastOutboundUnixMs(),
                instance.updatedAtUnixMs());
    }

    /** A session that does not open at present is left to Camel's supervising route controller. */
    private synchronized void restartRoute(ConnectorId connectorId) {
        routes.restart(connectorId);
    }

    /** Stores what only memory knows; called in intervals and before the store closes. */
    public void storeState() {
        for (ConnectorInstance instance : instances.all()) {
            if (instance.takeChanged()) {
                records.changed(instance.id(), instance.state(), instance.updatedAtUnixMs());
            }
        }
    }
}
