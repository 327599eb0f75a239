package io.palyra.connectors.supervisor;

import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers, starts, stops and removes connector instances. What it changes is stored when a method returns.
 *
 * <p>Thread safe: changes run one at a time.
 */
public final class ConnectorSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorSupervisor.class);

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final InstanceRecords records;
    private final DeclaredInstances declared;
    private final InboundRoutes routes;
    private final Recovery recovery;
    private final Runnable onOpen;
    private final Consumer<ConnectorId> onRemoved;
    private final StoredInstances stored;
    private final Supplier<Ownership> ownership;
    private final Endings endings = new Endings();

    /**
     * @param onOpen what to run when lanes of a connector may have become claimable
     * @param onRemoved told of an instance that is gone
     * @param ownership which of the instances this program runs
     */
    ConnectorSupervisor(
            ConnectorCatalog catalog,
            InstanceRegistry instances,
            InstanceRecords records,
            DeclaredInstances declared,
            InboundRoutes routes,
            Recovery recovery,
            Runnable onOpen,
            Consumer<ConnectorId> onRemoved,
            StoredInstances stored,
            Supplier<Ownership> ownership) {
        this.catalog = catalog;
        this.instances = instances;
        this.records = records;
        this.declared = declared;
        this.routes = routes;
        this.recovery = recovery;
        this.onOpen = onOpen;
        this.onRemoved = onRemoved;
        this.stored = stored;
        this.ownership = ownership;
    }

    /** Loads what the store knows and merges what the settings declare; starts nothing yet. */
    public synchronized void load(List<Declaration> declarations) {
        new InstanceLoader(catalog, records, instances).load(declarations);
        declarations.forEach(declared::add);
    }

    /** Starts every enabled instance. One that does not start is reported and tried again; the others are not touched. */
    public synchronized void startEnabled() {
        instances.all().stream().filter(instance -> instance.spec().enabled()).forEach(this::start);
    }

    /**
     * Runs the instances that are this program's, and no others, as they are stored: others on the store change them too. Blocks
     * until what is to start has started or failed.
     */
    public void follow() {
        List<ConnectorInstance> all;
        synchronized (this) {
            stored.read().forEach(this::forget);
            all = instances.all();
        }
        Map<ConnectorId, Long> openings = stored.openings();
        // Those that stop first: others wait for them
        all.forEach(instance -> stopAsStored(instance, openings.getOrDefault(instance.id(), 0L)));
        all.forEach(this::startAsStored);
        onOpen.run();
    }

    /**
     * Stops the instances that are not this program's, side by side; reads nothing from the store. Returns at once.
     *
     * <p>To be called again and again: one that was just about to start is stopped by the next call.
     */
    public void stopOthers() {
        for (ConnectorInstance instance : instances.all()) {
            if (routes.isMade(instance.id()) && !ownership.get().owns(instance.id())) {
                endings.begin(instance.id(), () -> end(instance));
            }
        }
    }

    /** Closes all sessions, side by side; the routes go on without. Returns at once. */
    public void closeSessions() {
        for (ConnectorInstance instance : instances.all()) {
            if (routes.receives(instance.id())) {
                endings.begin(instance.id(), () -> routes.closeSession(instance.id()));
            }
        }
    }

    /** The session goes first: for the rest Camel's lock is needed, and this one's, which others may hold for long. */
    private void end(ConnectorInstance instance) {
        routes.closeSession(instance.id());
        synchronized (this) {
            stopHere(instance);
            startAsStored(instance);
        }
    }

    private synchronized void stopHere(ConnectorInstance instance) {
        LOG.info("{} stops here", instance.id());
        recovery.stopped(instance.id());
        routes.stop(instance.id());
    }

    private synchronized void stopAsStored(ConnectorInstance instance, long openings) {
        boolean anew = openings > instance.openings();
        if (routes.isMade(instance.id()) && (anew || !runsHere(instance))) {
            stopHere(instance);
        }
        instance.openings(Math.max(openings, instance.openings()));
    }

    private synchronized void startAsStored(ConnectorInstance instance) {
        if (runsHere(instance) && !routes.isMade(instance.id())) {
            LOG.info("{} starts here", instance.id());
            recovery.gained(instance);
            start(instance);
            recovery.enabled(instance);
        }
    }

    private boolean runsHere(ConnectorInstance instance) {
        return instances.find(instance.id()).filter(instance::equals).isPresent()
                && instance.spec().enabled()
                && ownership.get().owns(instance.id());
    }

    /** Another program has removed it. */
    private void forget(ConnectorInstance instance) {
        recovery.stopped(instance.id());
        routes.stop(instance.id());
        instances.remove(instance.id());
        recovery.removed(instance.id());
        onRemoved.accept(instance.id());
    }

    /** Starts these instances and disables the others; one that is not known is registered where its kind is usable. */
    public synchronized void startOnly(Set<ConnectorId> wanted) {
        instances.all().stream()
                .filter(instance -> !wanted.contains(instance.id()))
                .forEach(instance ->
                        instances.redefine(instance, instance.spec().withEnabled(false), instance.isDeclared()));
        for (ConnectorId connectorId : wanted) {
            try {
                if (instances.find(connectorId).isEmpty()) {
                    register(ConnectorInstanceSpec.forAccount(connectorId.kind(), connectorId.name()));
                }
                setEnabled(connectorId, true);
            } catch (UnsupportedConnectorException e) {
                LOG.error("{} cannot be used: {}", connectorId, e.getMessage());
            }
        }
    }

    private void start(ConnectorInstance instance) {
        recovery.starting(instance);
        open(instance, () -> routes.start(instance.id()));
    }

    /** Where the route cannot even be made, an option is wrong: the operator has to correct it. */
    private void open(ConnectorInstance instance, Runnable openRoute) {
        try {
            catalog.usable(instance.spec().kind());
            openRoute.run();
        } catch (RuntimeException e) {
            LOG.error("{} was not started: {}", instance.id(), e.getMessage());
            instances.readiness(instance, Readiness.MISCONFIGURED);
            instances.failed(instance, String.valueOf(e.getMessage()), Direction.OUTBOUND);
        } catch (LinkageError e) {
            // A jar that does not fit is this connector's matter, and no reason to start no other
            LOG.error("{} was not started", instance.id(), e);
            instances.readiness(instance, Readiness.MISCONFIGURED);
            instances.failed(instance, e.toString(), Direction.OUTBOUND);
        }
        onOpen.run();
    }

    /**
     * Registers an instance and starts it where it is enabled.
     *
     * @throws UnsupportedConnectorException where the kind is unknown or deferred, with the reason
     * @throws ConnectorStateException where the id is taken
     */
    public synchronized void register(ConnectorInstanceSpec spec) {
        catalog.usable(spec.kind());
        if (instances.find(spec.connectorId()).isPresent()) {
            throw new ConnectorStateException("connector " + spec.connectorId()
                    + " is registered already; to register it otherwise, remove it first, with its messages");
        }
        ConnectorInstance instance = instances.add(records.registered(spec, false));
        if (spec.enabled() && ownership.get().owns(spec.connectorId())) {
            start(instance);
        }
        ownership.get().wanted();
    }

    /**
     * Enables or disables an instance. Enabling one that is enabled opens its platform session anew, with its secrets
     * read anew, and makes it ready again; what waits because its platform was not reached is due at once.
     */
    public synchronized void setEnabled(ConnectorId connectorId, boolean enabled) {
        ConnectorInstance instance = instances.get(connectorId);
        if (enabled) {
            catalog.usable(instance.spec().kind());
        }
        long now = records.enabledChanged(connectorId, enabled);
        instance.redefine(instance.spec().withEnabled(enabled), instance.isDeclared(), now);
        instance.openings(instance.openings() + 1);
        recovery.stopped(connectorId);
        routes.stop(connectorId);
        if (enabled && ownership.get().owns(connectorId)) {
            start(instance);
            recovery.enabled(instance);
        }
        ownership.get().wanted();
    }

    /**
     * Removes an instance. Its messages stay in the store until their retention ends, and are delivered where the
     * instance is registered again before that.
     *
     * @throws ConnectorStateException where the settings declare the instance: it would be back at the next start
     */
    public synchronized void remove(ConnectorId connectorId) {
        ConnectorInstance instance = instances.get(connectorId);
        if (declared.contains(connectorId)) {
            throw new ConnectorStateException(
                    "connector " + connectorId + " is declared in the settings; remove it there, or disable it");
        }
        instances.redefine(instance, instance.spec().withEnabled(false), false);
        recovery.stopped(connectorId);
        routes.stop(connectorId);
        records.removed(connectorId);
        instances.remove(connectorId);
        recovery.removed(connectorId);
        onRemoved.accept(connectorId);
        ownership.get().wanted();
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
            if (!instance.spec().enabled() || !ownership.get().owns(instance.id())) {
                continue;
            }
            if (routes.isMade(instance.id())) {
                try {
                    routes.renew(instance.id());
                    recovery.renewed(instance.id());
                } catch (RuntimeException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            } else {
                recovery.starting(instance);
                open(instance, () -> routes.renew(instance.id()));
            }
        }
        onOpen.run();
        if (!failures.isEmpty()) {
            throw new IllegalStateException(String.join("; ", failures));
        }
    }

    /** A session that does not open at present is left to Camel's supervising route controller. */
    synchronized void restartRoute(ConnectorId connectorId) {
        routes.restart(connectorId);
    }
}
