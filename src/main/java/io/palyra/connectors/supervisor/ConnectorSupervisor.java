package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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

    /** @param onOpen what to run when lanes of a connector may have become claimable
     * @param onRemoved told of an instance that is gone */
    ConnectorSupervisor(
            ConnectorCatalog catalog,
            InstanceRegistry instances,
            InstanceRecords records,
            DeclaredInstances declared,
            InboundRoutes routes,
            Recovery recovery,
            Runnable onOpen,
            Consumer<ConnectorId> onRemoved) {
        this.catalog = catalog;
        this.instances = instances;
        this.records = records;
        this.declared = declared;
        this.routes = routes;
        this.recovery = recovery;
        this.onOpen = onOpen;
        this.onRemoved = onRemoved;
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
    public synchronized void register(ConnectorInstanceSpec spec) {
        catalog.usable(spec.kind());
        if (instances.find(spec.connectorId()).isPresent()) {
            throw new ConnectorStateException("connector " + spec.connectorId() + " is registered already");
        }
        ConnectorInstance instance = instances.add(records.registered(spec, false));
        if (spec.enabled()) {
            start(instance);
        }
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
        recovery.stopped(connectorId);
        routes.stop(connectorId);
        if (enabled) {
            start(instance);
            recovery.enabled(instance);
        }
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
