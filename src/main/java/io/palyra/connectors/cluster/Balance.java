package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a node takes and gives, so that instances are spread evenly: each node decides for itself, from what all see alike. What
 * nobody has is taken at once by whoever has less than his share. Who has the most gives one at a time while another has less
 * than its share.
 *
 * @param take instances that nobody has
 * @param give one that another node should have; it is given up once it has stopped
 */
record Balance(List<ConnectorId> take, Optional<ConnectorId> give) {

    /**
     * @param self a node; one that is not among those alive takes and gives nothing
     * @param alive ids of the nodes that may have instances
     * @param wanted instances that are to run, as far as this node knows them
     * @param owners of instances that have one, also of those that this node does not know
     * @param kept not to be given
     */
    static Balance of(
            String self,
            Collection<String> alive,
            Collection<ConnectorId> wanted,
            Map<ConnectorId, String> owners,
            Set<ConnectorId> kept) {
        List<ConnectorId> inOrder =
                wanted.stream().sorted(Comparator.comparing(ConnectorId::value)).toList();
        Map<String, Long> counts = owners.values().stream()
                .filter(alive::contains)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long mine = counts.getOrDefault(self, 0L);
        return new Balance(
                alive.contains(self) ? taken(self, alive, inOrder, owners, mine) : List.of(),
                alive.contains(self) ? given(self, alive, inOrder, owners, counts, kept) : Optional.empty());
    }

    /** In an order of its own, so that two that take at once want the same only at the end. */
    private static List<ConnectorId> taken(
            String self,
            Collection<String> alive,
            List<ConnectorId> wanted,
            Map<ConnectorId, String> owners,
            long mine) {
        List<ConnectorId> free = new ArrayList<>(
                wanted.stream().filter(id -> !owners.containsKey(id)).toList());
        long place = alive.stream().filter(other -> other.compareTo(self) < 0).count();
        Collections.rotate(free, -(int) (free.size() * place / alive.size()));
        long all = free.size() + owners.size();
        long share = (all + alive.size() - 1) / alive.size();
        return free.stream().limit(Math.max(0, share - mine)).toList();
    }

    private static Optional<ConnectorId> given(
            String self,
            Collection<String> alive,
            List<ConnectorId> wanted,
            Map<ConnectorId, String> owners,
            Map<String, Long> counts,
            Set<ConnectorId> kept) {
        boolean allTaken = wanted.stream().allMatch(owners::containsKey);
        String richest = alive.stream()
                .max(Comparator.comparingLong((String node) -> counts.getOrDefault(node, 0L))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
        long least = alive.stream()
                .mapToLong(node -> counts.getOrDefault(node, 0L))
                .min()
                .orElseThrow();
        if (!allTaken || !richest.equals(self) || counts.getOrDefault(self, 0L) - least < 2) {
            return Optional.empty();
        }
        return wanted.stream()
                .filter(id -> self.equals(owners.get(id)) && !kept.contains(id))
                .reduce((first, last) -> last);
    }
}
