package io.palyra.connectors.lane;

import io.palyra.connectors.adapter.UninterruptedWait;
import io.palyra.connectors.lane.storage.ClaimedLane;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lanes that this process holds in one direction. Thread safe. */
final class HeldLanes {

    private final Map<Long, HeldLane> lanes = new ConcurrentHashMap<>();

    int count() {
        return lanes.size();
    }

    /** Not of those that were abandoned: they are to be taken over. */
    List<ClaimedLane> claims() {
        return lanes.values().stream()
                .filter(lane -> !lane.isAbandoned())
                .map(HeldLane::claim)
                .toList();
    }

    void add(HeldLane lane) {
        lanes.put(lane.claim().laneId(), lane);
    }

    void remove(HeldLane lane) {
        synchronized (lanes) {
            lanes.remove(lane.claim().laneId(), lane);
            lanes.notifyAll();
        }
    }

    /**
     * Blocks until none is held any more, at most until a time, and abandons what is left. What is in hand has that time, also
     * where something that was stopped before has left the thread interrupted.
     *
     * @param end as {@link System#nanoTime} tells it
     */
    List<HeldLane> abandonAfter(long end) {
        synchronized (lanes) {
            UninterruptedWait.on(lanes, lanes::isEmpty, end);
            lanes.values().forEach(HeldLane::abandon);
            return List.copyOf(lanes.values());
        }
    }
}
