package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.LaneQueue;

/** What of a connector may be claimed now, as far as its far side is concerned. */
sealed interface Turn {

    /** Everything that is due. */
    record Free() implements Turn {}

    /**
     * One message of one lane, to see whether anything gets through.
     *
     * @param otherThan the lane that tried last; it is taken only where no other one is due. {@link LaneQueue#ANY_LANE}: none has
     */
    record Probe(long otherThan) implements Turn {}

    /**
     * One message that has never been tried: bad messages that fail again and again must not hold up a good one until the
     * next probe.
     *
     * @param otherThan the lane that tried last, which is left out
     * @param untilUnixMs when any message may try
     */
    record Untried(long otherThan, long untilUnixMs) implements Turn {}

    /** Nothing until then (unix ms); {@link Long#MAX_VALUE}: until somebody says so. */
    record Wait(long untilUnixMs) implements Turn {}

    Turn FREE = new Free();
}
