package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on claimed lanes: hands each to a worker, goes on with it as long as it has more messages and may, and gives it back.
 * Thread safe.
 */
final class LanesInHand {

    private static final Logger LOG = LoggerFactory.getLogger(LanesInHand.class);

    /** A lane whose handler is at fault waits for so long. */
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

    private final LaneQueue queue;
    private final Transactions transactions;
    private final LaneGate gate;
    private final SteadyClock clock;
    private final ScheduledExecutorService timer;
    private final LaneDispatcher.Limits limits;
    private final LongConsumer dueAt;
    private final Supplier<LaneListener> listener;

    private final HeldLanes held = new HeldLanes();
    private final LanePlaces places;
    private final LaneWork work;
    private volatile @Nullable Session session;

    /** The route that takes the messages at present; a reload of the route replaces it. */
    record Session(LaneHandler handler, Executor workers) {}

    /**
     * @param onSettled told after each message that the handler has settled
     * @param dueAt told when there may be something to claim (unix ms)
     * @param listener who is told of outcomes that are dropped
     */
    LanesInHand(
            LaneQueue queue,
            Transactions transactions,
            LaneGate gate,
            SteadyClock clock,
            ScheduledExecutorService timer,
            LaneDispatcher.Limits limits,
            Runnable onSettled,
            LongConsumer dueAt,
            Supplier<LaneListener> listener) {
        this.queue = queue;
        this.transactions = transactions;
        this.gate = gate;
        this.clock = clock;
        this.timer = timer;
        this.limits = limits;
        this.dueAt = dueAt;
        this.listener = listener;
        places = new LanePlaces(limits);
        work = new LaneWork(queue.direction(), gate, clock, onSettled);
    }

    void start(LaneHandler handler, Executor workers) {
        session = new Session(handler, workers);
    }

    /** Begins nothing more; what is in hand ends with its message. */
    void end() {
        session = null;
    }

    /** Who takes messages now; null: nobody. */
    @Nullable
    Session session() {
        return session;
    }

    LanePlaces places() {
        return places;
    }

    int count() {
        return held.count();
    }

    /** Whose leases are to be renewed. */
    List<ClaimedLane> claims() {
        return held.claims();
    }

    /**
     * Blocks until none is in hand any more, at most until a time, and abandons what is left.
     *
     * @param end as {@link System#nanoTime} tells it
     * @return how many were abandoned
     */
    int abandonAfter(long end) {
        List<HeldLane> abandoned = held.abandonAfter(end);
        abandoned.forEach(lane -> passage(lane).released(lane.claim().laneId()));
        return abandoned.size();
    }

    private Passage passage(HeldLane lane) {
        return gate.passage(queue.direction(), lane.claim().connectorId());
    }

    /**
     * Takes claimed lanes in hand once their claim has committed.
     *
     * @param current to whom they were claimed; where the route has been stopped meanwhile, they are given back
     * @param claims asked after the commit
     */
    void begin(Transaction transaction, Session current, Supplier<List<ClaimedLane>> claims) {
        List<HeldLane> lanes = new ArrayList<>();
        transaction.afterCommit(() -> claims.get().forEach(claim -> lanes.add(take(claim))));
        transaction.wakeAfterCommit(() -> lanes.forEach(lane -> execute(current, lane)));
    }

    private HeldLane take(ClaimedLane claim) {
        HeldLane lane = new HeldLane(claim, new Host(), clock);
        held.add(lane);
        places.take(claim.connectorId());
        return lane;
    }

    private void execute(Session current, HeldLane lane) {
        try {
            current.workers().execute(() -> work(current, lane));
        } catch (RejectedExecutionException e) {
            giveBack(lane, LaneStep.GIVE_BACK);
        } catch (OutOfMemoryError e) {
            LOG.error("No thread for a lane of {}: {}", lane.claim().connectorId(), e.getMessage());
            giveBack(lane, pause());
        }
    }

    private LaneStep pause() {
        return new LaneStep.WaitUntil(clock.now().plus(PAUSE_AFTER_FAULT));
    }

    /** Without another claim: for as many messages as one may take in any case, and longer while no other lane waits. */
    private boolean mayContinue(HeldLane lane) {
        ConnectorId connectorId = lane.claim().connectorId();
        return session != null
                && !lane.isAbandoned()
                && lane.hasPlace()
                && passage(lane).admits(lane.claim().laneId())
                && !(places.areAllTaken(connectorId) && lane.handedOver() >= limits.rowsPerLane());
    }

    private void continueWith(Transaction transaction, HeldLane lane, List<LaneEntry> entries) {
        if (entries.isEmpty()) {
            places.giveUp(lane);
            transaction.laneDue(queue.direction(), 0);
            transaction.afterCommit(() -> released(lane));
        } else {
            transaction.afterCommit(() -> lane.continueWith(entries));
            transaction.wakeAfterCommit(() -> goOn(lane));
        }
    }

    private void goOn(HeldLane lane) {
        Session current = session;
        if (current == null) {
            giveBack(lane, LaneStep.GIVE_BACK);
        } else {
            execute(current, lane);
        }
    }

    private void released(HeldLane lane) {
        places.giveUp(lane);
        Passage passage = passage(lane);
        if (passage.released(lane.claim().laneId()) && passage.turn() instanceof Turn.Wait wait) {
            dueAt.accept(wait.untilUnixMs());
        }
        held.remove(lane);
    }

    private void work(Session current, HeldLane lane) {
        LaneStep step;
        try {
            step = work.through(lane, current.handler(), () -> session == current);
        } catch (RuntimeException | Error e) {
            LOG.error("A lane of {} stops for {}: {}", lane.claim().connectorId(), PAUSE_AFTER_FAULT, e.toString(), e);
            step = pause();
        }
        giveBack(lane, step);
    }

    private void giveBack(HeldLane lane, LaneStep step) {
        if (!(step instanceof LaneStep.Next)) {
            places.giveUp(lane);
        }
        lane.release(step);
    }

    private final class Host implements HeldLane.Host {

        @Override
        public Transactions transactions() {
            return transactions;
        }

        @Override
        public boolean mayContinue(HeldLane lane) {
            boolean may = LanesInHand.this.mayContinue(lane);
            if (!may) {
                places.giveUp(lane);
            }
            return may;
        }

        @Override
        public Answer<Boolean> continueIn(Transaction transaction, HeldLane lane) {
            ClaimedLane claim = lane.claim();
            int rows = gate.rowsPerLane(queue.direction(), claim.connectorId(), limits.rowsPerLane());
            return queue.nextOrRelease(transaction, claim, rows, clock.millis()).map(next -> {
                next.ifPresent(entries -> continueWith(transaction, lane, entries));
                return next.isPresent();
            });
        }

        @Override
        public void releaseIn(Transaction transaction, ClaimedLane lane, LaneStep step) {
            queue.release(transaction, lane, step, clock.millis());
            transaction.laneDue(queue.direction(), 0);
        }

        @Override
        public Answer<Boolean> isHeld(Transaction transaction, ClaimedLane lane) {
            return queue.isHeld(transaction, lane);
        }

        @Override
        public void released(HeldLane lane) {
            LanesInHand.this.released(lane);
        }

        @Override
        public void dropped(HeldLane lane, int outcomes) {
            listener.get().dropped(queue.direction(), lane.claim().connectorId(), outcomes);
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
