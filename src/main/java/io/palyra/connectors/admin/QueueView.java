package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.supervisor.QueueState;
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

    static QueueView of(QueueState state) {
        QueueDepth outbox = state.outbound();
        QueuePause pause = state.pause();
        return new QueueView(
                outbox.pending(),
                outbox.due(),
                outbox.claimed(),
                state.deadLetters(),
                pause != null,
                pause == null ? null : pause.reason(),
                pause == null ? null : pause.sinceUnixMs(),
                outbox.nextDueUnixMs(),
                outbox.oldestUnixMs(),
                state.latestDeadLetterUnixMs());
    }
}
