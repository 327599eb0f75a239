package io.palyra.connectors.supervisor;

import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.lane.LaneGate;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.outbox.RateLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Whose lanes may be claimed: what operators, sessions, far sides and stated limits let through. */
final class ClaimGate implements LaneGate {

    private final InstanceRegistry instances;
    private final InboundRoutes routes;
    private final RateLimits rateLimits;
    private final Clock clock;
    private final Consumer<ConnectorInstance> onDrained;
    private final Supplier<Ownership> ownership;

    /**
     * @param onDrained told when nothing of an instance that drains is due; must not block
     * @param ownership which of the instances this program runs
     */
    ClaimGate(
            InstanceRegistry instances,
            InboundRoutes routes,
            RateLimits rateLimits,
            Clock clock,
            Consumer<ConnectorInstance> onDrained,
            Supplier<Ownership> ownership) {
        this.instances = instances;
        this.routes = routes;
        this.rateLimits = rateLimits;
        this.clock = clock;
        this.onDrained = onDrained;
        this.ownership = ownership;
    }

    @Override
    public List<ConnectorId> open(Direction direction) {
        Ownership own = ownership.get();
        if (!own.isGood()) {
            return List.of();
        }
        List<ConnectorId> open = new ArrayList<>();
        for (ConnectorInstance instance : instances.all()) {
            if (direction == Direction.INBOUND
                    ? instance.spec().enabled()
                    : own.owns(instance.id())
                            && instance.isOpen()
                            && routes.isStarted(instance.id())
                            && rateLimits.connectorLimitedUntil(instance.id()) == 0) {
                open.add(instance.id());
            }
        }
        return open;
    }

    @Override
    public boolean isOpen(Direction direction, ConnectorId connectorId) {
        ConnectorInstance instance = instances.find(connectorId).orElse(null);
        Ownership own = ownership.get();
        if (instance == null || !own.isGood()) {
            return false;
        }
        return direction == Direction.INBOUND
                ? instance.spec().enabled()
                : own.owns(connectorId) && routes.isStarted(connectorId) && instance.isOpen();
    }

    @Override
    public boolean isOurs(String owner) {
        return ownership.get().isOurs(owner);
    }

    @Override
    public Passage passage(Direction direction, ConnectorId connectorId) {
        return instances.passage(direction, connectorId);
    }

    @Override
    public long limitedUntil(Direction direction, ConnectorId connectorId, ConversationId conversationId) {
        if (direction == Direction.INBOUND) {
            return 0;
        }
        long limited = rateLimits.limitedUntil(connectorId, conversationId, routes::rateLimitBucket);
        Duration wait = routes.waitBeforeSend(connectorId, conversationId);
        return wait.isZero() ? limited : Math.max(limited, clock.millis() + wait.toMillis());
    }

    /**
     * Nothing may be on its way while an outcome is not stored, where a second send would show the message twice, and
     * toward the daemon: it would be asked about messages n, n + 1, n, n + 1 after a kill.
     */
    @Override
    public int rowsPerLane(Direction direction, ConnectorId connectorId, int configured) {
        return direction == Direction.OUTBOUND
                        && routes.unknownResolution(connectorId).resendIsAlwaysSafe()
                ? configured
                : 1;
    }

    @Override
    public void drained(Direction direction, ConnectorId connectorId) {
        if (direction == Direction.OUTBOUND) {
            instances.find(connectorId).filter(ConnectorInstance::isDraining).ifPresent(onDrained);
        }
    }
}
