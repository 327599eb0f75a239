package io.palyra.connectors.lane;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The places for lanes that are worked on at once, of all connectors and of each. Thread safe, never blocks. */
final class LanePlaces {

    private final LaneDispatcher.Limits limits;
    private volatile int mostPerConnector = Integer.MAX_VALUE;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<ConnectorId, AtomicInteger> takenByConnector = new ConcurrentHashMap<>();

    LanePlaces(LaneDispatcher.Limits limits) {
        this.limits = limits;
    }

    void limitPerConnector(int lanes) {
        mostPerConnector = lanes;
    }

    int perConnector() {
        return Math.min(limits.lanesPerConnector(), mostPerConnector);
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
