package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.time.Moment;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message in hand: what the route works on, and the place where its outcome is recorded.
 *
 * <p>A delivery is settled once; a second settlement is ignored, so that copies of an exchange do no harm.
 */
public final class LaneDelivery {

    private final HeldLane lane;
    private final LaneEntry entry;
    private final Moment startedAt;
    private volatile @Nullable Moment uncertainSince;
    private final List<Consumer<Transaction>> besides = new ArrayList<>();
    private @Nullable LaneStep step;

    /** @param first whether it is the first message of its lane, which an earlier holder may have handed over */
    LaneDelivery(HeldLane lane, LaneEntry entry, boolean first) {
        this.lane = lane;
        this.entry = entry;
        this.startedAt = lane.clock().now();
        long interruptedSince = lane.claim().interruptedSince();
        Long stored = entry.unknownSince();
        if (stored == null && first && interruptedSince > 0) {
            stored = interruptedSince;
        }
        this.uncertainSince = stored == null ? null : new Moment(stored, lane.jumpedBeforeEntries());
    }

    public ClaimedLane lane() {
        return lane.claim();
    }

    public LaneEntry entry() {
        return entry;
    }

    /** When it was taken in hand, unix ms on the clock as it is now. */
    public long startedAt() {
        return now(startedAt);
    }

    private long now(Moment moment) {
        return Math.max(1, moment.on(lane.clock().jumpedMs()).unixMs());
    }

    /** The end of a wait, unix ms on the clock as it is now. */
    public long now(LaneStep.WaitUntil step) {
        return now(step.time());
    }

    /** The lane waits for so long from now on. */
    public LaneStep.WaitUntil wait(Duration time) {
        return new LaneStep.WaitUntil(lane.clock().now().plus(time));
    }

    /**
     * Since when (unix ms on the clock as it is now) the platform may have the message: from an attempt whose outcome is not known, or because an
     * earlier process may have handed it over before it ended. Null where it certainly has not.
     */
    public @Nullable Long uncertainSince() {
        Moment since = uncertainSince;
        return since == null ? null : Long.valueOf(now(since));
    }

    /** This attempt failed, and the platform may have the message all the same. */
    public void perhapsTaken() {
        if (uncertainSince == null) {
            uncertainSince = startedAt;
        }
    }

    /** The platform was asked and does not have it. */
    public void certainlyNotTaken() {
        uncertainSince = null;
    }

    /**
     * Records the outcome. Returns at once: the write is grouped with others and commits before the lane is released.
     *
     * @param next what the outcome means for the lane
     * @param write the statements of the settlement
     */
    public synchronized void settle(LaneStep next, Consumer<Transaction> write) {
        if (step == null) {
            step = next;
            lane.write(transaction -> {
                besides.forEach(each -> each.accept(transaction));
                write.accept(transaction);
            });
        }
    }

    /** Statements that belong to the outcome, in its transaction and before its own. To be called before {@link #settle}. */
    public synchronized void also(Consumer<Transaction> write) {
        if (step == null) {
            besides.add(write);
        }
    }

    /** Puts the message back as it was, at no cost of an attempt. */
    public void giveBack() {
        settle(LaneStep.GIVE_BACK, transaction -> {});
    }

    /** Whether nothing is left to do: the outcome is recorded, or the program stopped waiting for it. */
    public synchronized boolean isDone() {
        return step != null || lane.isAbandoned();
    }

    synchronized @Nullable LaneStep step() {
        return step;
    }
}
