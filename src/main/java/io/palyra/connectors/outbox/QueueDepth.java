package io.palyra.connectors.outbox;

import org.jspecify.annotations.Nullable;

/**
 * How much of a connector's outbox is open.
 *
 * @param pending every row that is not settled: due, waiting, claimed, unknown
 * @param due rows in lanes that may be claimed now
 * @param claimed rows in lanes that are in hand
 * @param unknown rows whose outcome is not known
 */
public record QueueDepth(
        long pending,
        long due,
        long claimed,
        long unknown,
        long deadLetters,
        @Nullable Long nextAttemptUnixMs,
        @Nullable Long oldestPendingUnixMs,
        @Nullable Long latestDeadLetterUnixMs) {}
