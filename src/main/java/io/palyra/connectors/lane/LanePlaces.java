package io.palyra.connectors.lane;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The places for lanes that are worked on at once, of all connectors and of each. Thread safe, never blocks. */
final class LanePlaces {

    private final LaneDispatcher.Limits limits;
    private final Map<Object, Integer> mostPerConnector = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<ConnectorId, AtomicInteger> takenByConnector = new ConcurrentHashMap<>();

    LanePlaces(LaneDispatcher.Limits limits) {
        this.limits = limits;
    }

    /** Of several the lowest holds. */
    void limitPerConnector(Object by, int lanes) {
        mostPerConnector.put(by, lanes);
    }

    void unlimit(Object by) {
        mostPerConnector.remove(by);
    }

    int perConnector() {
        int most = limits.lanesPerConnector();
        for (int lanes : mostPerConnector.values()) {
            most = Math.min(most, lanes);
        }
        return most;
    }

    int free() {
        return limits.lanes() - taken.get();
    }

    int takenBy(ConnectorId connectorId) {
        return of(connectorId).get();
    }

    /** Whether a lane of this connector that is due may wait for want of a place. */
    boolean areAllTaken(ConnectorId connectorId) {
        return free() <= 0 || takenBy(connectorId) >= perConnector();
    }

    void take(ConnectorId connectorId) {
        taken.incrementAndGet();
        of(connectorId).incrementAndGet();
    }

    /** Gives a lane's place to another, once. */
    void giveUp(HeldLane lane) {
        if (lane.givesPlaceUp()) {
            taken.decrementAndGet();
            of(lane.claim().connectorId()).decrementAndGet();
        }
    }

    private AtomicInteger of(ConnectorId connectorId) {
        return takenByConnector.computeIfAbsent(connectorId, id -> new AtomicInteger());
    }
}
