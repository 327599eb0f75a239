package io.palyra.connectors.access;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.SenderId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the store has on access, in memory: a message that is let in costs no read. Follows the store after each commit.
 * Thread safe.
 */
final class AccessBook {

    private final AccessInstances instances;
    private final Clock clock;
    private final Map<ConnectorId, AccessRuleSet> operators;
    private final Map<ConnectorId, AccessRules> rules = new ConcurrentHashMap<>();
    private final Map<ConnectorId, Map<SenderId, Grant>> grants = new ConcurrentHashMap<>();
    private final Map<ConnectorId, Map<SenderId, PairingRequest>> requests = new ConcurrentHashMap<>();

    AccessBook(AccessStore store, AccessInstances instances, Clock clock) {
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
        Grant grant = of(grants, question.connectorId()).get(question.senderId());
        return grant != null && grant.holdsAt(clock.millis());
    }

    Optional<PairingRequest> request(ConnectorId connectorId, SenderId senderId) {
        return Optional.ofNullable(of(requests, connectorId).get(senderId))
                .filter(request -> request.holdsAt(clock.millis()));
    }

    List<Grant> grants(ConnectorId connectorId) {
        long now = clock.millis();
        return of(grants, connectorId).values().stream()
                .filter(grant -> grant.holdsAt(now))
                .toList();
    }

    List<PairingRequest> requests(ConnectorId connectorId) {
        long now = clock.millis();
        return of(requests, connectorId).values().stream()
                .filter(request -> request.holdsAt(now))
                .toList();
    }

    void changed(ConnectorId connectorId, AccessRuleSet operators) {
        this.operators.put(connectorId, operators);
        rules.remove(connectorId);
    }

    void add(Grant grant) {
        grants.computeIfAbsent(grant.connectorId(), id -> new ConcurrentHashMap<>())
                .put(grant.senderId(), grant);
    }

    void removeGrant(ConnectorId connectorId, SenderId senderId) {
        remove(grants, connectorId, senderId);
    }

    void add(PairingRequest request) {
        requests.computeIfAbsent(request.connectorId(), id -> new ConcurrentHashMap<>())
                .put(request.senderId(), request);
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

    /** @return whether there was something */
    boolean forgetEnded() {
        long now = clock.millis();
        boolean ended = false;
        for (Map<SenderId, Grant> some : grants.values()) {
            ended |= some.values().removeIf(grant -> !grant.holdsAt(now));
        }
        for (Map<SenderId, PairingRequest> some : requests.values()) {
            ended |= some.values().removeIf(request -> !request.holdsAt(now));
        }
        return ended;
    }

    /** Whether no further request is taken. */
    boolean isFull(ConnectorId connectorId) {
        Collection<PairingRequest> all = of(requests, connectorId).values();
        long now = clock.millis();
        return all.size() >= Pairing.REQUESTS_MAX
                && all.stream().filter(request -> request.isOpenAt(now)).count() >= Pairing.REQUESTS_MAX;
    }

    private static <T> void remove(
            Map<ConnectorId, Map<SenderId, T>> all, ConnectorId connectorId, SenderId senderId) {
        Map<SenderId, T> some = all.get(connectorId);
        if (some != null) {
            some.remove(senderId);
        }
    }

    private static <T> Map<SenderId, T> of(Map<ConnectorId, Map<SenderId, T>> all, ConnectorId connectorId) {
        Map<SenderId, T> some = all.get(connectorId);
        return some == null ? Map.of() : some;
    }
}
