package io.palyra.connectors.observe;

import io.palyra.connectors.cluster.Membership;
import io.palyra.connectors.daemon.DaemonState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.supervisor.ConnectorCondition;
import io.palyra.connectors.supervisor.Supervision;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;

/**
 * The program's checks among Camel's own. Liveness fails only for what a restart mends; a platform, the daemon, the disk or
 * a setting that is wrong fails readiness.
 */
public final class HealthChecks implements HealthCheckRepository {

    /** How the ids of the connectors' checks begin. */
    public static final String CONNECTOR_PREFIX = "connector:";

    private final Supervision supervision;
    private final Duration sessionLost;
    private final Clock clock;
    private final QueueCheck queues;
    private final List<HealthCheck> fixed;
    private final Map<ConnectorId, HealthCheck> connectors = new ConcurrentHashMap<>();
    private boolean enabled = true;

    /**
     * @param ingress says where webhooks come in; empty where they do not
     * @param membership among the nodes of the store; empty where there can only be one
     */
    public HealthChecks(
            CamelContext context,
            Supervision supervision,
            SqlStore store,
            DaemonState daemonState,
            Settings.Health limits,
            Optional<Supplier<String>> ingress,
            Optional<Membership> membership,
            Clock clock) {
        this.supervision = supervision;
        this.sessionLost = limits.sessionLost();
        this.clock = clock;
        StoreCheck storeCheck = new StoreCheck(store, limits.storeFreeMb(), limits.storeWalMb());
        queues = new QueueCheck(supervision, limits.oldestDue(), storeCheck);
        DaemonCheck daemon = new DaemonCheck(daemonState, clock, limits.daemonFailing());
        List<HealthCheck> checks = new ArrayList<>(List.of(
                ProgramCheck.liveness("store-writer", storeCheck::liveness),
                ProgramCheck.readiness("store", storeCheck::readiness),
                ProgramCheck.readiness("routes", new RoutesCheck(context)::readiness),
                ProgramCheck.readiness("inbox", queues::inbox),
                ProgramCheck.readiness("outbox", queues::outbox),
                ProgramCheck.readiness("daemon", daemon::readiness)));
        ingress.ifPresent(address ->
                checks.add(ProgramCheck.readiness("ingress", () -> Finding.up("takes calls at " + address.get()))));
        membership
                .map(shared -> new NodeCheck(shared, supervision.roster()))
                .ifPresent(node -> checks.add(ProgramCheck.readiness("node", node::readiness)));
        fixed = List.copyOf(checks);
    }

    /** To be called once the context has started. */
    public void register(CamelContext context) {
        HealthCheckRegistry.get(context).register(this);
    }

    @Override
    public String getId() {
        return "palyra";
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean nowEnabled) {
        enabled = nowEnabled;
    }

    @Override
    public Stream<HealthCheck> stream() {
        return Stream.concat(
                fixed.stream(),
                supervision.roster().conditions().stream()
                        .map(ConnectorCondition::connectorId)
                        .map(this::connector));
    }

    private HealthCheck connector(ConnectorId connectorId) {
        return connectors.computeIfAbsent(
                connectorId, id -> ProgramCheck.readiness(CONNECTOR_PREFIX + id, () -> look(id)));
    }

    private Finding look(ConnectorId connectorId) {
        return supervision.roster().conditions().stream()
                .filter(connector -> connector.connectorId().equals(connectorId))
                .findFirst()
                .map(connector ->
                        ConnectorCheck.of(connector, sessionLost, clock.millis(), () -> queues.outbox(connectorId)))
                .orElseGet(() -> Finding.up("removed"));
    }
}
