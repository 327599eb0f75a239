package io.palyra.connectors.lane.storage;

import io.palyra.connectors.time.Moment;
import org.jspecify.annotations.Nullable;

/** What a settled message means for the rest of its lane. */
public sealed interface LaneStep {

    /** The next message may go. */
    record Next() implements LaneStep {}

    /** The lane waits until then, its first message included. */
    record WaitUntil(Moment time) implements LaneStep {}

    /** The lane waits for an operator. */
    record Hold(HoldReason reason) implements LaneStep {}

    /**
     * The lane goes back as it is: nothing may be delivered now.
     *
     * @param notBefore from when on it may be claimed again; null: at any time
     */
    record GiveBack(@Nullable Moment notBefore) implements LaneStep {}

    /** Why a lane waits for an operator. */
    enum HoldReason {
        DEAD_LETTER,
        UNKNOWN_OUTCOME
    }

    /** The same step on a clock that was moved so far in all. */
    default LaneStep on(long jumpedMs) {
        if (this instanceof WaitUntil wait) {
            return new WaitUntil(wait.time().on(jumpedMs));
        } else if (this instanceof GiveBack back && back.notBefore() != null) {
            return new GiveBack(back.notBefore().on(jumpedMs));
        }
        return this;
    }

    LaneStep NEXT = new Next();
    LaneStep GIVE_BACK = new GiveBack(null);
}
