package io.palyra.connectors.supervisor;

import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.QueueDepth;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The queues of the instances: how long they are, whether they are paused or drained. Thread safe. */
final class ConnectorQueues {

    private final InboxStore inbox;
    private final OutboxStore outbox;
    private final InstanceRecords records;
    private final Executor executor;
    private final Clock clock;

    /** @param executor asks the store where that must not block */
    ConnectorQueues(InboxStore inbox, OutboxStore outbox, InstanceRecords records, Executor executor, Clock clock) {
        this.inbox = inbox;
        this.outbox = outbox;
        this.records = records;
        this.executor = executor;
        this.clock = clock;
    }

    /** Reads the store. */
    ConnectorStatus.QueueSummary summary(ConnectorId connectorId) {
        // The inbox first: a message that is routed meanwhile is counted twice rather than not at all
        long pendingInbound = inbox.pending(connectorId);
        QueueDepth depth = outbox.depth(connectorId, clock.millis());
        return new ConnectorStatus.QueueSummary(depth.pending(), depth.deadLetters(), pendingInbound);
    }

    void pause(ConnectorInstance instance, @Nullable String reason) {
        instance.pause(records.paused(instance.id(), reason));
    }

    void resume(ConnectorInstance instance) {
        records.resumed(instance.id());
        instance.pause(null);
    }

    void drain(ConnectorInstance instance) {
        instance.draining(true);
    }

    /** A claim found nothing due; what is still in hand is delivered before the pause holds again. Does not block. */
    void drained(ConnectorInstance instance) {
        executor.execute(() -> {
            QueueDepth depth = outbox.depth(instance.id(), clock.millis());
            if (depth.due() == 0 && depth.claimed() == 0) {
                instance.draining(false);
            }
        });
    }
}
