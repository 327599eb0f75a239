package io.palyra.connectors.admin;

import io.palyra.connectors.outbox.QueueDepth;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import org.jspecify.annotations.Nullable;

/** A connector's outbox in numbers. */
record QueueView(
        long pendingOutbox,
        long dueOutbox,
        long claimedOutbox,
        long deadLetters,
        boolean paused,
        @Nullable String pauseReason,
        @Nullable Long pauseUpdatedAtUnixMs,
        @Nullable Long nextAttemptUnixMs,
        @Nullable Long oldestPendingCreatedAtUnixMs,
        @Nullable Long latestDeadLetterUnixMs) {

    static QueueView of(QueueDepth depth, @Nullable QueuePause pause) {
        return new QueueView(
                depth.pending(),
                depth.due(),
                depth.claimed(),
                depth.deadLetters(),
                pause != null,
                pause == null ? null : pause.reason(),
                pause == null ? null : pause.sinceUnixMs(),
                depth.nextAttemptUnixMs(),
                depth.oldestPendingUnixMs(),
                depth.latestDeadLetterUnixMs());
    }
}
