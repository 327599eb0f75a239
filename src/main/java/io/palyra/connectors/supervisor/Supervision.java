package io.palyra.connectors.supervisor;

import io.palyra.connectors.access.AccessInstances;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.Webhooks;
import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.inbox.InboundSources;
import io.palyra.connectors.lane.LaneGate;
import io.palyra.connectors.outbox.DeliveryTargets;
import io.palyra.connectors.outbox.RateLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.time.SteadyClock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The parts that look after connector instances, put together. Whoever wants something asks the part that has it. */
public final class Supervision {

    private final RateLimits rateLimits;
    private final ConnectorRoster roster;
    private final ConnectorQueues queues;
    private final ConnectorCalls calls;
    private final AccountProbes probes;
    private final ConnectorSupervisor supervisor;
    private final StateWriter state;
    private final ClaimGate gate;
    private final Reach reach;
    private final Recovery recovery;
    private final InstanceHost host;
    private final InstanceTargets targets;
    private final InstanceSources sources;
    private final InstanceAccess access;
    private final ConnectorWebhooks webhooks;
    private final InboundRoutes routes;
    private volatile Runnable onOpen = () -> {};
    private volatile Ownership ownership = Ownership.OF_ALL;
    private volatile BiConsumer<InboundMessageEvent, InboundFacts> onLeftOut = (event, facts) -> {};
    private volatile Consumer<ConnectorId> onRemoved = connectorId -> {};

    public Supervision(
            ConnectorCatalog catalog,
            InboundRoutes routes,
            SupervisorStore store,
            InstanceSecrets secrets,
            ScheduledExecutorService timer,
            SteadyClock clock) {
        this.routes = routes;
        InstanceRegistry instances = new InstanceRegistry(clock);
        InstanceRecords records = new InstanceRecords(store.instances(), store.events(), store.transactions(), clock);
        DeclaredInstances declared = new DeclaredInstances(secrets);
        rateLimits = new RateLimits(store.rateLimits(), clock);
        reach = new Reach(instances, this::works, this::opened);
        recovery = new Recovery(instances, routes, rateLimits, reach, timer, this::restartRoute);
        StoredInstances stored = new StoredInstances(catalog, instances, records, () -> ownership);
        supervisor = new ConnectorSupervisor(
                catalog,
                instances,
                records,
                declared,
                routes,
                recovery,
                this::opened,
                id -> onRemoved.accept(id),
                stored,
                () -> ownership);
        queues = new ConnectorQueues(instances, store.queues(), records, timer, this::opened, supervisor);
        roster = new ConnectorRoster(catalog, instances, routes, queues, stored, () -> ownership);
        state = new StateWriter(instances, records, routes, () -> ownership);
        gate = new ClaimGate(instances, routes, rateLimits, clock, queues::drained, () -> ownership);
        host = new InstanceHost(
                instances,
                declared,
                recovery,
                new StoredCursors(store.cursors(), store.transactions(), clock),
                new OperationLog(store.events(), store.transactions()),
                clock,
                (event, facts) -> onLeftOut.accept(event, facts),
                connectorId -> ownership.owns(connectorId));
        targets = new InstanceTargets(catalog, instances, routes, recovery);
        sources = new InstanceSources(instances);
        access = new InstanceAccess(catalog, instances, declared, routes::asksForAccess);
        webhooks = new ConnectorWebhooks(catalog, instances, routes);
        calls = new ConnectorCalls(catalog, instances, routes, host, recovery);
        probes = new AccountProbes(catalog, instances, declared, routes);
        state.writeBy(timer);
    }

    private void opened() {
        onOpen.run();
    }

    /** Where other programs share the store: which of the instances this one runs. To be called before any runs. */
    public void sharedBy(Ownership shared) {
        ownership = shared;
    }

    /** Whether the instance has a route here, whatever state it is in. */
    public boolean isRunning(ConnectorId connectorId) {
        return routes.isMade(connectorId);
    }

    /** Whether its session is open here, or may be soon, or a message is on its way to the inbox. */
    public boolean receives(ConnectorId connectorId) {
        return routes.receives(connectorId);
    }

    private void works(ConnectorInstance instance) {
        recovery.ready(instance);
    }

    private void restartRoute(ConnectorId connectorId) {
        supervisor.restartRoute(connectorId);
    }

    /** What to run when lanes of a connector may have become claimable. */
    public void onOpen(Runnable action) {
        onOpen = action;
    }

    /** Who is told of messages of other bots that were left out before their inbound route. */
    public void onLeftOut(BiConsumer<InboundMessageEvent, InboundFacts> action) {
        onLeftOut = action;
    }

    /** Who is told of instances that are gone. */
    public void onRemoved(Consumer<ConnectorId> action) {
        onRemoved = action;
    }

    /** Registers, starts, stops and removes. */
    public ConnectorSupervisor supervisor() {
        return supervisor;
    }

    /** Which connectors there are, and how they are doing. */
    public ConnectorRoster roster() {
        return roster;
    }

    /** How their queues stand; holds them up and lets them go on. */
    public ConnectorQueues queues() {
        return queues;
    }

    /** What is asked of a connector that runs. */
    public ConnectorCalls calls() {
        return calls;
    }

    /** How accounts are set up, whether a connector has them or not. */
    public AccountProbes probes() {
        return probes;
    }

    /** What platforms have limited. */
    public RateLimits rateLimits() {
        return rateLimits;
    }

    /** Whose lanes may be claimed. */
    public LaneGate gate() {
        return gate;
    }

    /** What attempts tell, and what is known of far sides that nothing gets through to. */
    public Reach reach() {
        return reach;
    }

    Recovery recovery() {
        return recovery;
    }

    /** What connectors ask and tell. */
    public ConnectorHost host() {
        return host;
    }

    /** What the outbox asks and tells. */
    public DeliveryTargets targets() {
        return targets;
    }

    /** What the rules of access ask. */
    public AccessInstances access() {
        return access;
    }

    /** What the inbox asks and tells. */
    public InboundSources sources() {
        return sources;
    }

    /** Who takes calls of platforms. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** Stores what only memory knows; before the store closes. */
    public void storeState() {
        state.write();
    }
}
