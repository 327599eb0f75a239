package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a node gives up, each once nothing of it is at work there any more.
 *
 * @param toAnother whether another node is to have it; otherwise nobody wants it
 */
record Giving(Set<ConnectorId> ids, boolean toAnother) {

    static final Giving NOTHING = new Giving(Set.of(), true);

    static Giving all(Set<ConnectorId> owned) {
        return new Giving(Set.copyOf(owned), true);
    }

    /** One that nobody wants, or else the one that another node should have. */
    static Giving one(Set<ConnectorId> owned, Collection<ConnectorId> wanted, Optional<ConnectorId> give) {
        Optional<ConnectorId> unwanted = owned.stream()
                .filter(connectorId -> !wanted.contains(connectorId))
                .findFirst();
        return new Giving(unwanted.or(() -> give).map(Set::of).orElse(Set.of()), unwanted.isEmpty());
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    boolean has(ConnectorId connectorId) {
        return ids.contains(connectorId);
    }

    /** Nobody wanted it, and somebody does by now. */
    boolean isMistakenFor(Collection<ConnectorId> wanted) {
        return !toAnother && ids.stream().anyMatch(wanted::contains);
    }

    Giving without(Set<ConnectorId> given) {
        return new Giving(without(ids, given), toAnother);
    }

    static Set<ConnectorId> without(Set<ConnectorId> all, Set<ConnectorId> some) {
        return all.stream().filter(connectorId -> !some.contains(connectorId)).collect(Collectors.toUnmodifiableSet());
    }
}
