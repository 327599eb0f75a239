package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.ClusterStore.Look;
import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A program that has its store alone: the only node, which runs every enabled instance.
 *
 * @param enabled the instances that are
 */
public record LoneNode(
        NodeIdentity identity, Supplier<Collection<ConnectorId>> enabled, Clock clock, long startedAtUnixMs)
        implements NodeDirectory {

    @Override
    public Ownership ownership() {
        return Ownership.OF_ALL;
    }

    @Override
    public Look nodes() {
        String id = identity.name();
        StoredNode self = new StoredNode(
                id,
                id,
                identity.version(),
                identity.url(),
                NodeState.ALIVE,
                startedAtUnixMs,
                sharedUnixMs(),
                0,
                null,
                false);
        return new Look(
                List.of(self), enabled.get().stream().collect(Collectors.toMap(Function.identity(), owned -> id)));
    }

    @Override
    public Map<String, NodeDifference> differences() {
        return Map.of();
    }

    @Override
    public long sharedUnixMs() {
        return clock.millis();
    }
}
