package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.lane.LaneGate;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.outbox.RateLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.InstanceStore.StoredInstance;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** All instances in memory, and with them the answer to whose lanes may be claimed. Thread safe. */
final class InstanceRegistry implements LaneGate {

    private final Map<String, ConnectorInstance> instances = new ConcurrentSkipListMap<>();
    private final InboundRoutes routes;
    private final RateLimits rateLimits;
    private final SteadyClock clock;
    private final Consumer<ConnectorInstance> onDrained;
    private final Passage daemon;
    private final Passage nowhere;

    /** @param onDrained told when nothing of an instance that drains is due; must not block */
    InstanceRegistry(
            InboundRoutes routes, RateLimits rateLimits, SteadyClock clock, Consumer<ConnectorInstance> onDrained) {
        this.routes = routes;
        this.rateLimits = rateLimits;
        this.clock = clock;
        this.onDrained = onDrained;
        daemon = newPassage();
        nowhere = newPassage();
        nowhere.notReady();
    }

    private Passage newPassage() {
        return new Passage(clock, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** The instance is started or works again; what the platform has limited stays limited. */
    void ready(ConnectorInstance instance) {
        instance.readiness(Readiness.READY, clock.millis());
        rateLimits.active(instance.id()).stream()
                .filter(limit -> limit.bucket().equals(RateLimit.EVERYTHING))
                .forEach(limit -> instance.passage().limited(rateLimits.left(instance.id()), limit.reason()));
    }

    ConnectorInstance add(StoredInstance stored) {
        ConnectorInstance instance = new ConnectorInstance(stored, newPassage());
        instances.put(instance.id().value(), instance);
        return instance;
    }

    void remove(ConnectorId connectorId) {
        instances.remove(connectorId.value());
    }

    Optional<ConnectorInstance> find(ConnectorId connectorId) {
        return Optional.ofNullable(instances.get(connectorId.value()));
    }

    ConnectorInstance get(ConnectorId connectorId) {
        return find(connectorId).orElseThrow(() -> new UnknownConnectorException(connectorId));
    }

    List<ConnectorInstance> all() {
        return new ArrayList<>(instances.values());
    }

    @Override
    public List<ConnectorId> open(Direction direction) {
        List<ConnectorId> open = new ArrayList<>();
        for (ConnectorInstance instance : instances.values()) {
            if (direction == Direction.INBOUND
                    ? instance.spec().enabled()
                    : instance.isOpen()
                            && routes.isStarted(instance.id())
                            && rateLimits.connectorLimitedUntil(instance.id()) == 0) {
                open.add(instance.id());
            }
        }
        return open;
    }

    @Override
    public boolean isOpen(Direction direction, ConnectorId connectorId) {
        ConnectorInstance instance = instances.get(connectorId.value());
        if (instance == null) {
            return false;
        }
        return direction == Direction.INBOUND
                ? instance.spec().enabled()
                : routes.isStarted(connectorId) && instance.isOpen();
    }

    /** The daemon is one for all connectors; to an instance that is gone nothing may pass. */
    @Override
    public Passage passage(Direction direction, ConnectorId connectorId) {
        if (direction == Direction.INBOUND) {
            return daemon;
        }
        ConnectorInstance instance = instances.get(connectorId.value());
        return instance == null ? nowhere : instance.passage();
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
            find(connectorId).filter(ConnectorInstance::isDraining).ifPresent(onDrained);
        }
    }
}
