package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.InstanceStore.StoredInstance;
import io.palyra.connectors.time.SteadyClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;

/** All instances in memory, and the ways to their far sides. Thread safe. */
final class InstanceRegistry {

    private final Map<String, ConnectorInstance> instances = new ConcurrentSkipListMap<>();
    private final SteadyClock clock;
    private final Passage daemon;
    private final Passage nowhere;

    InstanceRegistry(SteadyClock clock) {
        this.clock = clock;
        daemon = newPassage();
        nowhere = newPassage();
        nowhere.notReady();
    }

    private Passage newPassage() {
        return new Passage(clock, () -> ThreadLocalRandom.current().nextDouble());
    }

    void readiness(ConnectorInstance instance, Readiness readiness) {
        instance.readiness(readiness, clock.millis());
    }

    /** @param direction inbound: with the daemon, or the inbound route; outbound: with the platform */
    void failed(ConnectorInstance instance, String reason, Direction direction) {
        instance.failed(reason, direction, clock.millis());
    }

    void worked(ConnectorInstance instance, Direction direction) {
        instance.worked(direction, clock.millis());
    }

    void restarted(ConnectorInstance instance) {
        instance.restarted(clock.millis());
    }

    /** What defines the instance from now on. */
    void redefine(ConnectorInstance instance, ConnectorInstanceSpec spec, boolean declared) {
        instance.redefine(spec, declared, clock.millis());
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

    /** Those whose inbound messages are answered. */
    List<ConnectorId> enabled() {
        return instances.values().stream()
                .filter(instance -> instance.spec().enabled())
                .map(ConnectorInstance::id)
                .toList();
    }

    /** The daemon is one for all connectors; to an instance that is gone nothing may pass. */
    Passage passage(Direction direction, ConnectorId connectorId) {
        if (direction == Direction.INBOUND) {
            return daemon;
        }
        ConnectorInstance instance = instances.get(connectorId.value());
        return instance == null ? nowhere : instance.passage();
    }
}
