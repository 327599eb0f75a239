package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    public record Limits(int lanes, int lanesPerConnector, int rowsPerLane, Duration lease) {}

    private final LaneQueue queue;
    private final Transactions transactions;
    private final LaneGate gate;
    private final SteadyClock clock;
    private final ScheduledExecutorService timer;
    private final Supplier<String> ownerTokens;
    private final Limits limits;

    private final HeldLanes held = new HeldLanes();
    private final LanePlaces places;
    private final WakeTimer wakes;
    private final LaneWork work;
    private final AtomicBoolean claimRequested = new AtomicBoolean();
    private int rotation;

    private volatile @Nullable Session session;
    private volatile LaneListener listener = LaneListener.NONE;
    private volatile boolean stopping;
    private volatile long stopBy;
    private final AtomicInteger finishedWhileStopping = new AtomicInteger();

    /** The route that takes the messages at present; a reload of the route replaces it. */
    private record Session(LaneHandler handler, Executor workers) {}

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
        this.timer = timer;
        this.ownerTokens = ownerTokens;
        this.limits = limits;
        places = new LanePlaces(limits);
        wakes = new WakeTimer(timer, clock, this::wake);
        work = new LaneWork(queue.direction(), gate, clock, this::settled);
        transactions.onLaneDue(queue.direction(), this);
        long renewal = limits.lease().toMillis() / 3;
        timer.scheduleWithFixedDelay(this::renewLeases, renewal, renewal, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(
                this::wake, POLL_INTERVAL.toMillis(), POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Limits limits() {
        return limits;
    }

    /** Starts handing out messages. The executor needs a thread per lane ({@link Limits#lanes()}). */
    public void start(LaneHandler handler, Executor workers) {
        session = new Session(listener.around(queue.direction(), handler), workers);
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
        session = null;
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
        session = null;
        long end = stopping ? stopBy : System.nanoTime() + deadline.toNanos();
        List<HeldLane> abandoned = held.abandonAfter(end);
        abandoned.forEach(lane -> passage(lane).released(lane.claim().laneId()));
        return abandoned.size();
    }

    /** Messages whose outcome came in after {@link #beginStop}. */
    public int finishedWhileStopping() {
        return finishedWhileStopping.get();
    }

    /** Lanes in hand at this moment. */
    public int lanesInHand() {
        return held.count();
    }

    /** Claims soon, in a transaction of its own unless another one takes it along. */
    public void wake() {
        if (session != null && places.free() > 0 && claimRequested.compareAndSet(false, true)) {
            try {
                transactions
                        .write(transaction -> transaction.laneDue(queue.direction(), 0))
                        .whenComplete((ok, failure) -> claimRequested.set(false));
            } catch (StoreUnavailableException e) {
                claimRequested.set(false);
                LOG.warn("No claim of due {} messages: {}", queue.direction(), e.getMessage());
            }
        }
    }

    @Override
    public void dueAt(long unixMs) {
        wakes.at(unixMs);
    }

    @Override
    public void claim(Transaction transaction) {
        Session current = session;
        int free = places.free();
        if (current == null || free <= 0) {
            return;
        }
        rotation++;
        ClaimRound round = new ClaimRound(queue, gate, limits, ownerTokens, transaction, clock.millis());
        round.claim(free, rotation, places::takenBy);
        transaction.afterCommit(() -> {
            round.probes().forEach((lane, passage) -> passage.tries(lane));
            round.claimed().forEach(lane -> begin(current, lane));
            if (round.wakeAt() < Long.MAX_VALUE) {
                dueAt(round.wakeAt());
            }
        });
    }

    private Passage passage(HeldLane lane) {
        return gate.passage(queue.direction(), lane.claim().connectorId());
    }

    private void begin(Session current, ClaimedLane claim) {
        HeldLane lane = new HeldLane(claim, new Host(), clock);
        held.add(lane);
        places.take(claim.connectorId());
        execute(current, lane);
    }

    private void execute(Session current, HeldLane lane) {
        try {
            current.workers().execute(() -> work(current, lane));
        } catch (RejectedExecutionException e) {
            giveBack(lane, LaneStep.GIVE_BACK);
        }
    }

    /**
     * Goes on with a lane that has more messages, without another claim: for as many as one claim may take in any case,
     * and longer while no other lane waits for its place.
     */
    private boolean continueIn(Transaction transaction, HeldLane lane) {
        Session current = session;
        ConnectorId connectorId = lane.claim().connectorId();
        if (current == null
                || lane.isAbandoned()
                || !lane.hasPlace()
                || !passage(lane).admits(lane.claim().laneId())
                || places.areAllTaken(connectorId) && lane.handedOver() >= limits.rowsPerLane()) {
            return false;
        }
        int rows = gate.rowsPerLane(queue.direction(), connectorId, limits.rowsPerLane());
        List<LaneEntry> entries = queue.next(transaction, lane.claim(), rows);
        if (entries.isEmpty()) {
            return false;
        }
        transaction.afterCommit(() -> {
            lane.continueWith(entries);
            execute(current, lane);
        });
        return true;
    }

    private void work(Session current, HeldLane lane) {
        LaneStep step;
        try {
            step = work.through(lane, current.handler(), () -> session == current);
        } catch (RuntimeException | Error e) {
            LOG.error("A lane of {} stops for {}: {}", lane.claim().connectorId(), POLL_INTERVAL, e.toString(), e);
            step = new LaneStep.WaitUntil(clock.now().plus(POLL_INTERVAL));
        }
        giveBack(lane, step);
    }

    private void settled() {
        if (stopping) {
            finishedWhileStopping.incrementAndGet();
        }
    }

    private void giveBack(HeldLane lane, LaneStep step) {
        if (!(step instanceof LaneStep.Next)) {
            places.giveUp(lane);
        }
        lane.release(step);
    }

    private void renewLeases() {
        List<ClaimedLane> lanes = held.claims();
        if (!lanes.isEmpty()) {
            try {
                transactions.write(transaction -> queue.renew(
                        transaction, lanes, clock.millis() + limits.lease().toMillis()));
            } catch (StoreUnavailableException e) {
                LOG.warn("Leases of {} lanes were not renewed: {}", lanes.size(), e.getMessage());
            }
        }
    }

    private final class Host implements HeldLane.Host {

        @Override
        public Transactions transactions() {
            return transactions;
        }

        @Override
        public boolean continueIn(Transaction transaction, HeldLane lane) {
            boolean goesOn = LaneDispatcher.this.continueIn(transaction, lane);
            if (!goesOn) {
                places.giveUp(lane);
            }
            return goesOn;
        }

        @Override
        public void releaseIn(Transaction transaction, ClaimedLane lane, LaneStep step) {
            queue.release(transaction, lane, step, clock.millis());
            transaction.laneDue(queue.direction(), 0);
        }

        @Override
        public boolean isHeld(Transaction transaction, ClaimedLane lane) {
            return queue.isHeld(transaction, lane);
        }

        @Override
        public void released(HeldLane lane) {
            places.giveUp(lane);
            Passage passage = passage(lane);
            if (passage.released(lane.claim().laneId()) && passage.turn() instanceof Turn.Wait wait) {
                dueAt(wait.untilUnixMs());
            }
            held.remove(lane);
        }

        @Override
        public void letGo(HeldLane lane) {
            places.giveUp(lane);
            held.remove(lane);
        }

        @Override
        public void later(Duration delay, Runnable action) {
            timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
