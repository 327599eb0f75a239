package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Liveness;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which connectors are registered, and how each is doing. Thread safe. */
public final class ConnectorRoster {

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final InboundRoutes routes;
    private final ConnectorQueues queues;
    private final StoredInstances stored;
    private final Supplier<Ownership> ownership;

    ConnectorRoster(
            ConnectorCatalog catalog,
            InstanceRegistry instances,
            InboundRoutes routes,
            ConnectorQueues queues,
            StoredInstances stored,
            Supplier<Ownership> ownership) {
        this.catalog = catalog;
        this.instances = instances;
        this.routes = routes;
        this.queues = queues;
        this.stored = stored;
        this.ownership = ownership;
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

    /** Those that are enabled; from memory, never blocks. */
    public List<ConnectorId> enabled() {
        return instances.all().stream()
                .filter(instance -> instance.spec().enabled())
                .map(ConnectorInstance::id)
                .toList();
    }

    /**
     * One that is enabled and reaches no platform, to try a first message with; {@code default} before other names. From memory,
     * never blocks.
     */
    public Optional<ConnectorId> sandbox() {
        return enabled().stream()
                .filter(id -> catalog.knows(id.kind()))
                .filter(id -> catalog.find(id.kind()).availability() == Availability.INTERNAL_TEST_ONLY)
                .min(Comparator.comparing((ConnectorId id) -> !id.name().equals("default"))
                        .thenComparing(ConnectorId::toString));
    }

    /** Every instance of a kind that is known, as it is; one look at the store. */
    public List<ConnectorStatus> statuses() {
        stored.readStates();
        return queues.states().stream()
                .filter(state -> catalog.knows(state.connectorId().kind()))
                .flatMap(state -> instances.find(state.connectorId()).map(instance -> status(instance, state)).stream())
                .toList();
    }

    /** Reads the store. */
    public ConnectorStatus status(ConnectorId connectorId) {
        stored.readStates();
        return status(queues.state(connectorId));
    }

    /** With the numbers of its queues that are known already. */
    public ConnectorStatus status(QueueState queue) {
        return status(instances.get(queue.connectorId()), queue);
    }

    /**
     * How every instance is doing that this program runs, that nobody is to run, or that nobody runs though it is enabled; from
     * memory, never blocks.
     */
    public List<ConnectorCondition> conditions() {
        Ownership own = ownership.get();
        Map<ConnectorId, Duration> withoutNode = own.withoutOwner();
        return instances.all().stream()
                .filter(instance ->
                        !instance.spec().enabled() || own.owns(instance.id()) || withoutNode.containsKey(instance.id()))
                .map(instance ->
                        ConnectorCondition.of(instance, routes, Optional.ofNullable(withoutNode.get(instance.id()))))
                .toList();
    }

    /** The definition of an instance. */
    public ConnectorInstanceSpec spec(ConnectorId connectorId) {
        return instances.get(connectorId).spec();
    }

    private ConnectorStatus status(ConnectorInstance instance, QueueState queue) {
        ConnectorType type = catalog.find(instance.spec().kind());
        Optional<LastError> error = instance.lastError();
        return new ConnectorStatus(
                instance.id(),
                instance.spec().kind(),
                type.availability(),
                type.capabilities(),
                instance.spec().principal(),
                instance.spec().enabled(),
                instance.readiness(),
                liveness(instance),
                instance.restartCount(),
                new ConnectorStatus.QueueSummary(
                        queue.outbound().pending(),
                        queue.deadLetters(),
                        queue.inbound().pending()),
                Optional.ofNullable(ownership.get().withoutOwner().get(instance.id()))
                        .map(ConnectorCondition::withoutNode)
                        .or(() -> routes.disconnectedReason(instance.id()))
                        .or(() -> error.map(LastError::text))
                        .orElse(null),
                error.map(ConnectorStatus.ErrorDetail::of).orElse(null),
                instance.lastInboundUnixMs(),
                instance.lastOutboundUnixMs(),
                instance.updatedAtUnixMs(),
                ownership.get().ownerOf(instance.id()).orElse(null));
    }

    /** As its own node says, where that is another one. */
    private Liveness liveness(ConnectorInstance instance) {
        Liveness told = instance.storedLiveness();
        return ownership.get().owns(instance.id())
                        || told == null
                        || !instance.spec().enabled()
                ? routes.liveness(instance.id())
                : told;
    }
}
