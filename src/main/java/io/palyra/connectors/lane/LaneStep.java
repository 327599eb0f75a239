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

    LaneStep NEXT = new Next();
    LaneStep GIVE_BACK = new GiveBack(0);
}
