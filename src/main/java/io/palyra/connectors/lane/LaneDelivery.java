package io.palyra.connectors.lane;

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
    private final boolean interrupted;
    private @Nullable LaneStep step;

    LaneDelivery(HeldLane lane, LaneEntry entry, boolean interrupted) {
        this.lane = lane;
        this.entry = entry;
        this.interrupted = interrupted;
    }

    public ClaimedLane lane() {
        return lane.claim();
    }

    public LaneEntry entry() {
        return entry;
    }

    /** Whether an earlier process may have handed this very message over before it ended. */
    public boolean interrupted() {
        return interrupted;
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
            lane.write(write);
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
