package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Claims the due lanes of one direction and hands their messages to a handler: rows of one lane in order on one worker,
 * different lanes at once.
 *
 * <p>It wakes in three ways: inside the very transaction that makes a lane due (the claim then costs no commit of its
 * own), at the time at which a waiting lane becomes due, and by a slow poll that catches whatever both missed.
 *
 * <p>Thread safe. {@link #claim} runs on the store's writer thread only.
 */
public final class LaneDispatcher implements Transactions.LaneDueListener {

    private static final Logger LOG = LoggerFactory.getLogger(LaneDispatcher.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    /**
     * Bounds of a dispatcher.
     *
     * @param lanes lanes in hand at once, each on a worker of its own
     * @param lanesPerConnector lanes of one connector in hand at once, so that one that hangs leaves workers to others
     * @param rowsPerLane messages of one lane claimed at once
     * @param lease how long a claim lasts unless it is renewed, which happens three times in that span
     */
    public record Limits(int lanes, int lanesPerConnector, int rowsPerLane, Duration lease) {

        Limits withLanesPerConnector(int most) {
            return most == lanesPerConnector ? this : new Limits(lanes, most, rowsPerLane, lease);
        }
    }

    private final LaneQueue queue;
    private final Transactions transactions;
    private final LaneGate gate;
    private final SteadyClock clock;
    private final Supplier<String> ownerTokens;
    private final Limits limits;

    private final LanesInHand inHand;
    private final WakeTimer wakes;
    private final AtomicBoolean claimRequested = new AtomicBoolean();
    private int rotation;

    private volatile LaneListener listener = LaneListener.NONE;
    private volatile boolean stopping;
    private volatile long stopBy;
    private final AtomicInteger finishedWhileStopping = new AtomicInteger();

    public LaneDispatcher(
            LaneQueue queue,
            Transactions transactions,
            LaneGate gate,
            SteadyClock clock,
            ScheduledExecutorService timer,
            Supplier<String> ownerTokens,
            Limits limits) {
        this.queue = queue;
        this.transactions = transactions;
        this.gate = gate;
        this.clock = clock;
        this.ownerTokens = ownerTokens;
        this.limits = limits;
        wakes = new WakeTimer(timer, clock, this::wake);
        inHand = new LanesInHand(
                queue, transactions, gate, clock, timer, limits, this::settled, this::dueAt, () -> listener);
        transactions.onLaneDue(queue.direction(), this);
        Repeated.every(timer, limits.lease().dividedBy(3), "Renewing the leases of lanes", this::renewLeases);
        Repeated.every(timer, POLL_INTERVAL, "Looking for due lanes", this::wake);
    }

    Limits limits() {
        return limits;
    }

    /**
     * Has the lanes of each connector that are in hand at once be no more than these, below the limit that holds anyway; those
     * that are in hand stay so. Of several who want that the lowest holds.
     *
     * @param by who wants it, until {@link #unlimitLanesPerConnector}
     */
    public void limitLanesPerConnector(Object by, int lanes) {
        inHand.places().limitPerConnector(by, lanes);
        wake();
    }

    /** Who has wanted it does so no more. */
    public void unlimitLanesPerConnector(Object by) {
        inHand.places().unlimit(by);
        wake();
    }

    /** Starts handing out messages. The executor needs a thread per lane ({@link Limits#lanes()}). */
    public void start(LaneHandler handler, Executor workers) {
        inHand.start(listener.around(queue.direction(), handler), workers);
        wake();
    }

    /** One listener; to be set before the start. */
    public void onMessage(LaneListener newListener) {
        listener = newListener;
    }

    /**
     * Stops claiming at once, and lets a later {@link #stop} wait no longer than until this deadline: so that all
     * directions share one.
     */
    public void beginStop(Duration deadline) {
        inHand.end();
        stopBy = System.nanoTime() + deadline.toNanos();
        stopping = true;
    }

    /**
     * Stops claiming, lets every worker finish the message it has in hand, and gives the rest back. What is still in hand
     * at the deadline is abandoned: its rows stay claimed until the lease ends or the program is started again, and are taken
     * over then at no cost of an attempt.
     *
     * @return how many lanes were abandoned
     */
    public int stop(Duration deadline) {
        inHand.end();
        long end = stopping ? stopBy : System.nanoTime() + deadline.toNanos();
        return inHand.abandonAfter(end);
    }

    /** Messages whose outcome came in after {@link #beginStop}. */
    public int finishedWhileStopping() {
        return finishedWhileStopping.get();
    }

    /** How many lanes may be in hand at once. */
    public int lanesMax() {
        return limits.lanes();
    }

    /** How many of one connector; as many as at all where that is not limited. */
    public int lanesPerConnectorMax() {
        return Math.min(limits.lanes(), inHand.places().perConnector());
    }

    /** Lanes in hand at this moment. */
    public int lanesInHand() {
        return inHand.count();
    }

    /** Lanes of a connector that are in hand at this moment. */
    public int lanesInHand(ConnectorId connectorId) {
        return inHand.places().takenBy(connectorId);
    }

    /** Claims soon, in a transaction of its own unless another one takes it along. */
    public void wake() {
        if (inHand.session() != null && inHand.places().free() > 0 && claimRequested.compareAndSet(false, true)) {
            try {
                transactions
                        .write(transaction -> {
                            // What becomes due from now on may be missed by this claim
                            claimRequested.set(false);
                            transaction.laneDue(queue.direction(), 0);
                        })
                        .whenComplete((ok, failure) -> {
                            if (failure != null) {
                                claimRequested.set(false);
                            }
                        });
            } catch (StoreUnavailableException e) {
                claimRequested.set(false);
                LOG.atLevel(StoreLostException.isCauseOf(e) ? Level.DEBUG : Level.WARN)
                        .log("No claim of due {} messages: {}", queue.direction(), e.getMessage());
            }
        }
    }

    @Override
    public void dueAt(long unixMs) {
        wakes.at(unixMs);
    }

    @Override
    public void claim(Transaction transaction) {
        LanesInHand.Session current = inHand.session();
        int free = inHand.places().free();
        if (current == null || free <= 0) {
            if (current != null) {
                transaction.laneLeft(queue.direction());
            }
            return;
        }
        rotation++;
        ClaimRound round = new ClaimRound(
                queue,
                gate,
                limits.withLanesPerConnector(inHand.places().perConnector()),
                ownerTokens,
                transaction,
                clock.millis());
        round.claim(free, rotation, inHand.places()::takenBy);
        inHand.begin(transaction, current, round::claimed);
        transaction.afterCommit(() -> {
            round.probes().forEach((lane, passage) -> passage.tries(lane));
            if (round.wakeAt() < Long.MAX_VALUE) {
                dueAt(round.wakeAt());
            }
        });
    }

    private void settled() {
        if (stopping) {
            finishedWhileStopping.incrementAndGet();
        }
    }

    private void renewLeases() {
        List<ClaimedLane> lanes = inHand.claims();
        if (!lanes.isEmpty()) {
            try {
                transactions.write(transaction -> queue.renew(
                        transaction, lanes, clock.millis() + limits.lease().toMillis()));
            } catch (StoreUnavailableException e) {
                LOG.atLevel(StoreLostException.isCauseOf(e) ? Level.DEBUG : Level.WARN)
                        .log("Leases of {} lanes were not renewed: {}", lanes.size(), e.getMessage());
            }
        }
    }
}
