package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.ClaimedLane;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

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
     * Blocks until none is held any more, at most until a time, and abandons what is left.
     *
     * @param end as {@link System#nanoTime} tells it
     */
    List<HeldLane> abandonAfter(long end) {
        synchronized (lanes) {
            while (!lanes.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    break;
                }
                try {
                    lanes.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
            lanes.values().forEach(HeldLane::abandon);
            return List.copyOf(lanes.values());
        }
    }
}
