package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * One claim, over all connectors that are open: what is due of those whose far side can be reached, and one message of
 * one lane for each far side that is tried. Belongs to one transaction; has no effect outside it.
 */
final class ClaimRound {

    /** Until the lanes that another transaction has locked are asked for again. */
    private static final Duration LOCKED_WAIT = Duration.ofMillis(100);

    private final LaneQueue queue;
    private final LaneGate gate;
    private final LaneDispatcher.Limits limits;
    private final Supplier<String> ownerTokens;
    private final Transaction transaction;
    private final long now;

    private final List<ClaimedLane> claimed = new ArrayList<>();
    private final Map<Long, Passage> probes = new HashMap<>();
    private long wakeAt = Long.MAX_VALUE;

    ClaimRound(
            LaneQueue queue,
            LaneGate gate,
            LaneDispatcher.Limits limits,
            Supplier<String> ownerTokens,
            Transaction transaction,
            long now) {
        this.queue = queue;
        this.gate = gate;
        this.limits = limits;
        this.ownerTokens = ownerTokens;
        this.transaction = transaction;
        this.now = now;
    }

    List<ClaimedLane> claimed() {
        return claimed;
    }

    /** The lanes among them that try a far side. */
    Map<Long, Passage> probes() {
        return probes;
    }

    /** When there may be more to claim (unix ms), or {@link Long#MAX_VALUE}. */
    long wakeAt() {
        return wakeAt;
    }

    /**
     * @param free lanes at most
     * @param first which connector comes first, counted round and round
     * @param busy how many lanes of a connector are in hand
     */
    void claim(int free, int first, ToIntFunction<ConnectorId> busy) {
        List<ConnectorId> connectors = gate.open(direction());
        List<ConnectorId> triedLast = new ArrayList<>();
        Map<ConnectorId, LaneQueue.Claim> wishes = new LinkedHashMap<>();
        for (int i = 0; i < connectors.size() && claimed.size() < free; i++) {
            ConnectorId connector = connectors.get(Math.floorMod(i + first, connectors.size()));
            int wanted = Math.min(free - claimed.size(), limits.lanesPerConnector() - busy.applyAsInt(connector));
            if (wanted <= 0) {
                continue;
            }
            Passage passage = gate.passage(direction(), connector);
            Turn turn = passage.turn();
            if (turn instanceof Turn.Wait wait) {
                wakeAt = Math.min(wakeAt, wait.untilUnixMs());
            } else if (turn instanceof Turn.Untried untried) {
                if (!probeUntried(connector, passage, untried.otherThan())) {
                    wakeAt = Math.min(wakeAt, untried.untilUnixMs());
                }
            } else if (turn instanceof Turn.Probe probe) {
                if (!probe(connector, passage, probe.otherThan()) && probe.otherThan() != LaneQueue.ANY_LANE) {
                    triedLast.add(connector);
                }
            } else {
                wishes.put(
                        connector,
                        of(wanted, gate.rowsPerLane(direction(), connector, limits.rowsPerLane()), LaneQueue.ANY_LANE));
            }
        }
        // No other lane is due, so the one that tried last tries again
        for (int i = 0; i < triedLast.size() && claimed.size() < free; i++) {
            ConnectorId connector = triedLast.get(i);
            probe(connector, gate.passage(direction(), connector), LaneQueue.ANY_LANE);
        }
        if (!wishes.isEmpty() && claimed.size() < free) {
            take(wishes, free - claimed.size());
        }
    }

    /** @return whether somebody tries this far side now */
    private boolean probe(ConnectorId connector, Passage passage, long otherThan) {
        if (probes.containsValue(passage)) {
            return true;
        }
        List<ClaimedLane> lanes = queue.claim(transaction, connector, of(1, 1, otherThan));
        claimed.addAll(lanes);
        if (lanes.isEmpty() && otherThan == LaneQueue.ANY_LANE) {
            drained(connector);
            queue.earliestDue(transaction, Set.of(connector)).get().values().forEach(this::wakeAt);
        }
        lanes.forEach(lane -> probes.put(lane.laneId(), passage));
        return !lanes.isEmpty();
    }

    private boolean probeUntried(ConnectorId connector, Passage passage, long otherThan) {
        if (probes.containsValue(passage)) {
            return true;
        }
        List<ClaimedLane> lanes = queue.claimUntried(transaction, connector, of(1, 1, otherThan));
        lanes.forEach(lane -> probes.put(lane.laneId(), passage));
        claimed.addAll(lanes);
        return !lanes.isEmpty();
    }

    private LaneQueue.Claim of(int lanes, int rows, long otherThan) {
        return new LaneQueue.Claim(
                ownerTokens.get(), lanes, rows, now, now + limits.lease().toMillis(), otherThan);
    }

    private void take(Map<ConnectorId, LaneQueue.Claim> wishes, int most) {
        Answer<List<ClaimedLane>> lanes = queue.claim(transaction, wishes, most);
        // Asked with the claim, as of what it leaves
        Answer<Map<ConnectorId, Long>> earliest = queue.earliestDue(transaction, wishes.keySet());
        lanes.then(taken -> {
            claimed.addAll(taken);
            if (taken.size() < most) {
                earliest.then(due -> tookAll(wishes, taken, due));
            }
        });
    }

    /** Of those that have fewer lanes than wished nothing more is due. */
    private void tookAll(
            Map<ConnectorId, LaneQueue.Claim> wishes, List<ClaimedLane> taken, Map<ConnectorId, Long> earliest) {
        wishes.forEach((connector, wish) -> {
            long lanes = taken.stream()
                    .filter(lane -> lane.connectorId().equals(connector))
                    .count();
            if (lanes == 0) {
                drained(connector);
            }
            if (lanes < wish.lanes()) {
                wakeAt(earliest.getOrDefault(connector, Long.MAX_VALUE));
            }
        });
    }

    /**
     * A lane that is due and was not to be had, another transaction has locked: whoever commits that tells of it, and to ask at once
     * would be to ask again and again until then.
     *
     * @param due of what is left
     */
    private void wakeAt(long due) {
        wakeAt = Math.min(wakeAt, due > now ? due : now + LOCKED_WAIT.toMillis());
    }

    private void drained(ConnectorId connector) {
        transaction.afterCommit(() -> gate.drained(direction(), connector));
    }

    private Direction direction() {
        return queue.direction();
    }
}
