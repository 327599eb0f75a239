package io.palyra.connectors.lane;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a far side that nothing gets through to, for operators.
 *
 * @param sinceUnixMs of the first failure after the last answer, or of the limit
 * @param failures attempts in a row that have failed since then
 * @param reason what was said last
 * @param probing whether only one message at a time tries; otherwise each conversation goes on by its own policy
 * @param probeInHand whether a message tries at this moment
 * @param nextProbeUnixMs when the next one may; null while one is in hand, and where an operator or a session decides
 */
public record Outage(
        Kind kind,
        long sinceUnixMs,
        int failures,
        String reason,
        boolean probing,
        boolean probeInHand,
        @Nullable Long nextProbeUnixMs) {

    /** Why nothing gets through. */
    public enum Kind {
        /** It is not reached, or does not answer as it should. */
        UNREACHABLE,
        /** It has stated a limit for everything. */
        LIMITED
    }
}
