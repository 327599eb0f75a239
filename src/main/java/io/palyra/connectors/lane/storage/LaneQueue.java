package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lanes of one direction, as the store keeps them. Every method runs inside the caller's transaction. */
public interface LaneQueue {

    /** The id of no lane. */
    long ANY_LANE = 0;

    Direction direction();

    /**
     * Claims lanes that are due, of each connector the longest due first. A lane without a message to deliver is put to
     * rest and left out of the answer.
     *
     * @param claims what to claim of each connector, in this order
     * @param most lanes of all of them together
     */
    Answer<List<ClaimedLane>> claim(Transaction transaction, Map<ConnectorId, Claim> claims, int most);

    /** Claims lanes of one connector. */
    default List<ClaimedLane> claim(Transaction transaction, ConnectorId connectorId, Claim claim) {
        return claim(transaction, Map.of(connectorId, claim), claim.lanes()).get();
    }

    /**
     * Claims, of the lanes that became due last, those whose first message has never been tried. Looks at a bounded number
     * of lanes, so that its cost does not grow with what has failed.
     */
    List<ClaimedLane> claimUntried(Transaction transaction, ConnectorId connectorId, Claim claim);

    /**
     * The next messages of a lane, once those claimed before are settled in this or an earlier transaction. A lane that has
     * none is given back.
     *
     * @return empty where the claim does not hold the lane any more, as {@link #isHeld} tells it
     */
    Answer<Optional<List<LaneEntry>>> nextOrRelease(Transaction transaction, ClaimedLane lane, int rows, long now);

    /**
     * Gives a lane back. Does nothing where the lane has another owner by now.
     *
     * @param step what the lane does next
     * @param now unix ms
     */
    void release(Transaction transaction, ClaimedLane lane, LaneStep step, long now);

    /** Prolongs leases; lanes with another owner are left alone. */
    void renew(Transaction transaction, Collection<ClaimedLane> lanes, long leaseUntil);

    /**
     * Whether the claim still holds the lane. A settlement commits only where it does: otherwise another process has taken
     * the lane over.
     */
    Answer<Boolean> isHeld(Transaction transaction, ClaimedLane lane);

    /** The earliest time (unix ms) at which a lane of each connector is due; without those of which none will be. */
    Answer<Map<ConnectorId, Long>> earliestDue(Transaction transaction, Set<ConnectorId> connectors);

    /**
     * What to claim.
     *
     * @param lanes at most so many lanes
     * @param rowsPerLane at most so many messages of each
     * @param now unix ms
     * @param leaseUntil unix ms at which the lease ends unless it is renewed
     * @param otherThan a lane that is left out; {@link #ANY_LANE}: none
     */
    record Claim(String owner, int lanes, int rowsPerLane, long now, long leaseUntil, long otherThan) {

        public Claim(String owner, int lanes, int rowsPerLane, long now, long leaseUntil) {
            this(owner, lanes, rowsPerLane, now, leaseUntil, ANY_LANE);
        }
    }

    /**
     * Makes lanes due that wait because their far side was not reached, or did not tell what became of a message. Other
     * waits stay: those of a rate limit, of an operator, of a failing step.
     *
     * @param after where the step before ended; {@link Step#FIRST} to begin
     * @param lanes to look at in this step, so that the store is not held up
     * @param now unix ms
     * @return where to go on, or {@link Step#LAST}
     */
    Step hasten(Transaction transaction, ConnectorId connectorId, Step after, int lanes, long now);

    /**
     * Makes lanes due that wait to find out what became of a message. They are few: only what is in hand when an answer is
     * missed gets there, and inbound none does.
     */
    void hastenUnknown(Transaction transaction, ConnectorId connectorId, long now);

    /** A place among the waiting lanes, in the order in which they are due. */
    record Step(long dueAt, long laneId) {
        public static final Step FIRST = new Step(Long.MIN_VALUE, 0);
        public static final Step LAST = new Step(Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
