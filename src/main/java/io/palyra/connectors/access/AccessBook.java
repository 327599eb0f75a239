package io.palyra.connectors.access;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the store has on access, in memory: a message that is let in costs no read. Follows the store after each commit, and
 * moves ends as the store does when the clock is set. Thread safe.
 */
final class AccessBook {

    private final AccessInstances instances;
    private final SteadyClock clock;
    private final Map<ConnectorId, AccessRuleSet> operators;
    private final Map<ConnectorId, AccessRules> rules = new ConcurrentHashMap<>();
    private final Map<ConnectorId, Map<SenderId, Kept<Grant>>> grants = new ConcurrentHashMap<>();
    private final Map<ConnectorId, Map<SenderId, Kept<PairingRequest>>> requests = new ConcurrentHashMap<>();

    /**
     * What ends at a time of a clock that may be moved meanwhile.
     *
     * @param jumpedMs how far it had been moved when this was written
     */
    private record Kept<T>(T written, long jumpedMs) {

        /** The time on the clock as it was then. */
        long then(Moment now) {
            return now.on(jumpedMs).unixMs();
        }

        /** How far the store has moved the end since. */
        long moved(Moment now) {
            return now.jumpedMs() - jumpedMs;
        }
    }

    AccessBook(AccessStore store, AccessInstances instances, SteadyClock clock) {
        this.instances = instances;
        this.clock = clock;
        operators = new ConcurrentHashMap<>(store.rules());
        store.grants().forEach(this::add);
        store.requests().forEach(this::add);
    }

    /** The file's word first, then the operators', then what holds for the kind. */
    AccessRules rules(ConnectorId connectorId) {
        return rules.computeIfAbsent(
                connectorId,
                id -> new AccessRules(
                        id,
                        instances
                                .declared(id)
                                .over(operators(id))
                                .over(
                                        instances.isOpenByDefault(id)
                                                ? AccessRuleSet.OPEN
                                                : AccessRuleSet.OF_PLATFORMS)));
    }

    /** What operators have set. */
    AccessRuleSet operators(ConnectorId connectorId) {
        return operators.getOrDefault(connectorId, AccessRuleSet.NONE);
    }

    boolean isGranted(AccessQuestion question) {
        Kept<Grant> grant = of(grants, question.connectorId()).get(question.senderId());
        return grant != null && grant.written().holdsAt(grant.then(clock.now()));
    }

    Optional<PairingRequest> request(ConnectorId connectorId, SenderId senderId) {
        Moment now = clock.now();
        return Optional.ofNullable(of(requests, connectorId).get(senderId))
                .filter(request -> request.written().holdsAt(request.then(now)))
                .map(request -> request.written().moved(request.moved(now)));
    }

    List<Grant> grants(ConnectorId connectorId) {
        Moment now = clock.now();
        return of(grants, connectorId).values().stream()
                .filter(grant -> grant.written().holdsAt(grant.then(now)))
                .map(grant -> grant.written().moved(grant.moved(now)))
                .toList();
    }

    List<PairingRequest> requests(ConnectorId connectorId) {
        Moment now = clock.now();
        return of(requests, connectorId).values().stream()
                .filter(request -> request.written().holdsAt(request.then(now)))
                .map(request -> request.written().moved(request.moved(now)))
                .toList();
    }

    void changed(ConnectorId connectorId, AccessRuleSet operators) {
        this.operators.put(connectorId, operators);
        rules.remove(connectorId);
    }

    /** On the store's writer thread, on which the clock is moved, too. */
    void add(Grant grant) {
        grants.computeIfAbsent(grant.connectorId(), id -> new ConcurrentHashMap<>())
                .put(grant.senderId(), new Kept<>(grant, clock.jumpedMs()));
    }

    void removeGrant(ConnectorId connectorId, SenderId senderId) {
        remove(grants, connectorId, senderId);
    }

    /** As the other one. */
    void add(PairingRequest request) {
        requests.computeIfAbsent(request.connectorId(), id -> new ConcurrentHashMap<>())
                .put(request.senderId(), new Kept<>(request, clock.jumpedMs()));
    }

    void removeRequest(ConnectorId connectorId, SenderId senderId) {
        remove(requests, connectorId, senderId);
    }

    /** The instance is gone, or was just made. */
    void forget(ConnectorId connectorId) {
        operators.remove(connectorId);
        rules.remove(connectorId);
        grants.remove(connectorId);
        requests.remove(connectorId);
    }

    /** As it is stored: others have changed it. On the store's writer thread. */
    void readAgain(AccessStore store) {
        Map<ConnectorId, AccessRuleSet> rulesNow = store.rules();
        operators.keySet().retainAll(rulesNow.keySet());
        operators.putAll(rulesNow);
        rules.clear();
        replace(grants, store.grants(), Grant::connectorId, Grant::senderId);
        replace(requests, store.requests(), PairingRequest::connectorId, PairingRequest::senderId);
    }

    /** Of each connector all at once: nobody is refused meanwhile who may come. */
    private <T> void replace(
            Map<ConnectorId, Map<SenderId, Kept<T>>> all,
            List<T> stored,
            Function<T, ConnectorId> connector,
            Function<T, SenderId> sender) {
        Map<ConnectorId, Map<SenderId, Kept<T>>> now = new HashMap<>();
        stored.forEach(one -> now.computeIfAbsent(connector.apply(one), id -> new ConcurrentHashMap<>())
                .put(sender.apply(one), new Kept<>(one, clock.jumpedMs())));
        all.keySet().retainAll(now.keySet());
        all.putAll(now);
    }

    /** @return whether there was something */
    boolean forgetEnded() {
        Moment now = clock.now();
        boolean ended = false;
        for (Map<SenderId, Kept<Grant>> some : grants.values()) {
            ended |= some.values().removeIf(grant -> !grant.written().holdsAt(grant.then(now)));
        }
        for (Map<SenderId, Kept<PairingRequest>> some : requests.values()) {
            ended |= some.values().removeIf(request -> !request.written().holdsAt(request.then(now)));
        }
        return ended;
    }

    /** Whether no further request is taken. */
    boolean isFull(ConnectorId connectorId) {
        Collection<Kept<PairingRequest>> all = of(requests, connectorId).values();
        Moment now = clock.now();
        return all.size() >= Pairing.REQUESTS_MAX
                && all.stream()
                                .filter(request -> request.written().isOpenAt(request.then(now)))
                                .count()
                        >= Pairing.REQUESTS_MAX;
    }

    private static <T> Map<SenderId, T> of(Map<ConnectorId, Map<SenderId, T>> all, ConnectorId connectorId) {
        Map<SenderId, T> some = all.get(connectorId);
        return some == null ? Map.of() : some;
    }

    private static <T> void remove(Map<ConnectorId, Map<SenderId, T>> all, ConnectorId connectorId, SenderId senderId) {
        Map<SenderId, T> some = all.get(connectorId);
        if (some != null) {
            some.remove(senderId);
        }
    }
}
