package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A claimed lane while a worker has it, with the settlements that have not committed yet.
 *
 * <p>Settlements and the release are submitted in order and usually share one commit, the last settlement and the release
 * even one work. When a settlement fails, the release after it refuses to commit, and both are tried again together until
 * the store takes them: a lane is never released with a message whose outcome is known only here.
 */
final class HeldLane {

    private static final Logger LOG = LoggerFactory.getLogger(HeldLane.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    /** Where a held lane gives itself back. */
    interface Host {
        Transactions transactions();

        /** False: it is to be released, and its place is given to another. */
        boolean mayContinue(HeldLane lane);

        /**
         * Goes on with the lane's next messages, or gives it back where it has none.
         *
         * @return false where it is not held any more
         */
        Answer<Boolean> continueIn(Transaction transaction, HeldLane lane);

        void releaseIn(Transaction transaction, ClaimedLane lane, LaneStep step);

        Answer<Boolean> isHeld(Transaction transaction, ClaimedLane lane);

        void released(HeldLane lane);

        /** Another process has it; so many outcomes are known here only, and are dropped. */
        void dropped(HeldLane lane, int outcomes);

        /** It was abandoned, and nobody works on it any more. */
        void letGo(HeldLane lane);

        void later(Duration delay, Runnable action);
    }

    private volatile ClaimedLane claim;
    private volatile @Nullable Outcome last;
    private final AtomicBoolean hasPlace = new AtomicBoolean(true);
    private volatile int handedOver;
    private final Host host;
    private final Deque<Outcome> uncommitted = new ArrayDeque<>();
    private final SteadyClock clock;
    private volatile long jumpedBeforeEntries;
    private volatile boolean storeFailing;
    private volatile boolean storeLost;
    private volatile boolean abandoned;
    private volatile boolean takenOver;

    /** To be made on the writer thread, right after the commit of the claim. */
    HeldLane(ClaimedLane claim, Host host, SteadyClock clock) {
        this.claim = claim;
        this.host = host;
        this.clock = clock;
        jumpedBeforeEntries = clock.jumpedMs();
    }

    ClaimedLane claim() {
        return claim;
    }

    /** Messages that were claimed so far, those now in hand included. */
    int handedOver() {
        return handedOver + claim.entries().size();
    }

    /** Goes on with further messages under the same claim. */
    void continueWith(List<LaneEntry> entries) {
        handedOver += claim.entries().size();
        claim = claim.continued(entries);
        jumpedBeforeEntries = clock.jumpedMs();
    }

    SteadyClock clock() {
        return clock;
    }

    /** How far the clock had been moved when the messages in hand were read. */
    long jumpedBeforeEntries() {
        return jumpedBeforeEntries;
    }

    /** False once it is given up, also where the transaction that did so was rolled back. */
    boolean hasPlace() {
        return hasPlace.get();
    }

    /** Whether this call is the one that gives the lane's place to another. */
    boolean givesPlaceUp() {
        return hasPlace.getAndSet(false);
    }

    boolean isAbandoned() {
        return abandoned || takenOver;
    }

    boolean storeFailing() {
        return storeFailing;
    }

    /** From now on nothing is written for this lane: its rows stay claimed until its lease ends. */
    void abandon() {
        abandoned = true;
    }

    void write(Consumer<Transaction> settlement) {
        if (isAbandoned()) {
            return;
        }
        Outcome outcome = new Outcome(settlement);
        synchronized (uncommitted) {
            uncommitted.add(outcome);
        }
        last = outcome;
        submit(transaction -> settle(transaction, outcome)).whenComplete((ok, failure) -> {
            LaneStep step = outcome.begin();
            if (step != null) {
                ended(step, failure);
            }
        });
    }

    void release(LaneStep step) {
        if (abandoned) {
            host.letGo(this);
            return;
        }
        if (takenOver) {
            host.released(this);
            return;
        }
        Outcome outcome = last;
        if (outcome == null || !outcome.takesAlong(step)) {
            submit(transaction -> end(transaction, step, false)).whenComplete((ok, failure) -> ended(step, failure));
        }
    }

    private void settle(Transaction transaction, Outcome outcome) {
        LaneStep step = outcome.begin();
        boolean settles = !storeFailing;
        if (settles) {
            outcome.settlement.accept(transaction);
            transaction.afterCommit(this::committedFirst);
        }
        if (step != null) {
            end(transaction, step, settles);
        } else if (settles) {
            requireHeld(transaction);
        }
    }

    /** @param settles whether the transaction settles a message, and so commits only where the lane is held */
    private void end(Transaction transaction, LaneStep step, boolean settles) {
        boolean catchUp;
        Deque<Outcome> left;
        synchronized (uncommitted) {
            catchUp = storeFailing;
            left = new ArrayDeque<>(uncommitted);
        }
        if (catchUp) {
            left.forEach(outcome -> outcome.settlement.accept(transaction));
        }
        if (!catchUp && step instanceof LaneStep.Next && host.mayContinue(this)) {
            host.continueIn(transaction, this).then(held -> {
                if (!held && settles) {
                    throw new TakenOverException();
                } else if (!held) {
                    transaction.afterCommit(() -> host.released(this));
                }
            });
            return;
        }
        // Also where nothing is settled: nobody enters the lane between the look for what it has left and its release
        requireHeld(transaction);
        release(transaction, step);
    }

    private void ended(LaneStep step, @Nullable Throwable failure) {
        if (storeLost || failure != null && takenOver) {
            host.released(this);
        } else if (failure != null) {
            host.later(RETRY_INTERVAL, () -> release(step));
        }
    }

    private void release(Transaction transaction, LaneStep step) {
        long jumpedMs = clock.jumpedMs();
        host.releaseIn(transaction, claim.moved(jumpedMs - jumpedBeforeEntries), step.on(jumpedMs));
        transaction.afterCommit(() -> host.released(this));
    }

    private CompletableFuture<Boolean> submit(Consumer<Transaction> work) {
        CompletableFuture<Boolean> done;
        try {
            done = host.transactions().write(work);
        } catch (StoreUnavailableException e) {
            done = CompletableFuture.failedFuture(e);
        }
        return done.whenComplete((ok, failure) -> {
            if (failure instanceof TakenOverException) {
                dropOutcomes();
            } else if (failure != null) {
                boolean known = storeLost || storeFailing && !(failure instanceof StoreLostException);
                storeFailing = true;
                storeLost = storeLost || failure instanceof StoreLostException;
                if (known) {
                    return;
                }
                // A store that is away says so itself, once for all lanes
                LOG.atLevel(!storeLost && failure instanceof StoreUnavailableException ? Level.DEBUG : Level.ERROR)
                        .log(
                                storeLost
                                        ? "The outcome of {} in {} is not stored: {}"
                                        : "The outcome of {} in {} could not be stored yet and is kept: {}",
                                claim.connectorId(),
                                claim.conversationId(),
                                failure.getMessage());
            }
        });
    }

    /** Asked with what a settlement writes; where the answer is no, nothing of it commits. */
    private void requireHeld(Transaction transaction) {
        host.isHeld(transaction, claim).then(held -> {
            if (!held) {
                throw new TakenOverException();
            }
        });
    }

    private void dropOutcomes() {
        int outcomes;
        synchronized (uncommitted) {
            outcomes = uncommitted.size();
        }
        if (!takenOver && outcomes > 0) {
            LOG.warn(
                    "A lane of {} was taken over by another process; the outcome known here is dropped",
                    claim.connectorId());
            host.dropped(this, outcomes);
        }
        takenOver = true;
    }

    /**
     * A settlement on its way to the store. Where the worker is through before the store begins with it, which is the rule
     * under load, the lane's next step goes along in the same work.
     */
    private static final class Outcome {

        private final Consumer<Transaction> settlement;
        private @Nullable LaneStep step;
        private boolean begun;

        Outcome(Consumer<Transaction> settlement) {
            this.settlement = settlement;
        }

        /** @return false where the store has begun already, so that the step needs a work of its own */
        synchronized boolean takesAlong(LaneStep next) {
            if (begun) {
                return false;
            }
            step = next;
            return true;
        }

        /** @return the step that goes along, which is the same each time; null: none does */
        synchronized @Nullable LaneStep begin() {
            begun = true;
            return step;
        }
    }

    /** The lane has another owner by now. */
    private static final class TakenOverException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void committedFirst() {
        synchronized (uncommitted) {
            uncommitted.removeFirst();
        }
    }
}
