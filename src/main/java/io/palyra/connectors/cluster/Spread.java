package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a node takes and gives over time. A {@link Balance} supposes that each node can run everything; where nodes differ, as
 * while they are brought up to date one by one, what no other takes stays where it is, and what stays free is taken by whoever
 * can run it, even above his share. For one thread.
 */
final class Spread {

    /** For those to take what nobody has who have less than their share. */
    static final Duration FREE_WAIT = Duration.ofSeconds(5);

    /** For another to take what was given away, which may be busy starting something. */
    static final Duration TAKE_WAIT = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private final Map<ConnectorId, Long> givenAt = new HashMap<>();
    private final Map<ConnectorId, Long> freeSince = new HashMap<>();
    private final Set<ConnectorId> untaken = new HashSet<>();
    private Set<String> alive = Set.of();

    /** @param nanos as {@link System#nanoTime} */
    Spread(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** As {@link Balance#of}; jobs and instances are spread by themselves. */
    Balance of(String self, Set<String> aliveNow, Collection<ConnectorId> wanted, Map<ConnectorId, String> owners) {
        if (!aliveNow.equals(alive)) {
            alive = Set.copyOf(aliveNow);
            untaken.clear();
            // Whom it was meant for may have left
            givenAt.clear();
        }
        Set<ConnectorId> free =
                wanted.stream().filter(id -> !owners.containsKey(id)).collect(Collectors.toSet());
        freeSince.keySet().retainAll(free);
        long now = nanos.getAsLong();
        free.forEach(id -> freeSince.putIfAbsent(id, now));
        List<Balance> balances = Stream.of(true, false)
                .map(job -> Balance.of(self, aliveNow, some(wanted, job), some(owners, job), untaken))
                .toList();
        Stream<ConnectorId> taken = aliveNow.contains(self)
                ? Stream.concat(
                        balances.stream().flatMap(balance -> balance.take().stream()),
                        free.stream().filter(id -> isOver(freeSince.getOrDefault(id, now), FREE_WAIT)))
                : Stream.empty();
        Optional<ConnectorId> give =
                balances.stream().flatMap(balance -> balance.give().stream()).findFirst();
        return new Balance(taken.distinct().filter(id -> !isForAnother(id)).toList(), give);
    }

    private static List<ConnectorId> some(Collection<ConnectorId> all, boolean jobs) {
        return all.stream().filter(id -> SharedJob.is(id) == jobs).toList();
    }

    private static Map<ConnectorId, String> some(Map<ConnectorId, String> owners, boolean jobs) {
        return owners.entrySet().stream()
                .filter(owned -> SharedJob.is(owned.getKey()) == jobs)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** It was given away here just now, for another to take. */
    private boolean isForAnother(ConnectorId connectorId) {
        Long given = givenAt.get(connectorId);
        return given != null && !isOver(given, TAKE_WAIT);
    }

    private boolean isOver(long since, Duration wait) {
        return nanos.getAsLong() - since >= wait.toNanos();
    }

    /** This node has given it up, for another to take. */
    void gave(ConnectorId connectorId) {
        givenAt.put(connectorId, nanos.getAsLong());
    }

    /** What has an owner now; what comes back to the one that gave it, is wanted by no other. */
    void owned(String self, Map<ConnectorId, String> owners) {
        owners.forEach((connectorId, owner) -> {
            if (givenAt.remove(connectorId) != null && owner.equals(self)) {
                untaken.add(connectorId);
            }
        });
    }
}
