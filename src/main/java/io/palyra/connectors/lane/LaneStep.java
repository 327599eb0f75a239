package io.palyra.connectors.lane;

/** What a settled message means for the rest of its lane. */
public sealed interface LaneStep {

    /** The next message may go. */
    record Next() implements LaneStep {}

    /** The lane waits until the given time (unix ms), its first message included. */
    record WaitUntil(long unixMs) implements LaneStep {}

    /** The lane waits for an operator. */
    record Hold(HoldReason reason) implements LaneStep {}

    /**
     * The lane goes back as it is: nothing may be delivered now.
     *
     * @param notBefore unix ms from which on it may be claimed again; 0: at any time
     */
    record GiveBack(long notBefore) implements LaneStep {}

    /** Why a lane waits for an operator. */
    enum HoldReason {
        DEAD_LETTER,
        UNKNOWN_OUTCOME
    }

    /** The same step on a clock that has jumped by so many milliseconds. */
    default LaneStep moved(long ms) {
        if (this instanceof WaitUntil wait) {
            return new WaitUntil(wait.unixMs() + ms);
        } else if (this instanceof GiveBack back && back.notBefore() > 0) {
            return new GiveBack(back.notBefore() + ms);
        }
        return this;
    }

    LaneStep NEXT = new Next();
    LaneStep GIVE_BACK = new GiveBack(0);
}
