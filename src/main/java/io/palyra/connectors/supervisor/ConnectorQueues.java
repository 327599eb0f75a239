package io.palyra.connectors.supervisor;

import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.QueueDepth;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The queues of the instances: how long they are, whether they are paused or drained. Thread safe. */
public final class ConnectorQueues {

    private final InstanceRegistry instances;
    private final InboxStore inbox;
    private final OutboxStore outbox;
    private final InstanceRecords records;
    private final Executor executor;
    private final Runnable onOpen;
    private final Object changes;

    /**
     * @param executor asks the store where that must not block
     * @param onOpen what to run when lanes may have become claimable
     * @param changes whose monitor is held by whoever changes or removes an instance
     */
    ConnectorQueues(
            InstanceRegistry instances,
            InboxStore inbox,
            OutboxStore outbox,
            InstanceRecords records,
            Executor executor,
            Runnable onOpen,
            Object changes) {
        this.instances = instances;
        this.inbox = inbox;
        this.outbox = outbox;
        this.records = records;
        this.executor = executor;
        this.onOpen = onOpen;
        this.changes = changes;
    }

    /** Reads the store. */
    ConnectorStatus.QueueSummary summary(ConnectorId connectorId) {
        // The inbox first: a message that is routed meanwhile is counted twice rather than not at all
        long pendingInbound = inbox.pending(connectorId);
        QueueDepth depth = outbox.depth(connectorId, records.now());
        return new ConnectorStatus.QueueSummary(depth.pending(), depth.deadLetters(), pendingInbound);
    }

    /** The pause of a connector's queue, or null. */
    public @Nullable QueuePause pauseOf(ConnectorId connectorId) {
        return instances.get(connectorId).pause();
    }

    /** Stops claiming the connector's outbox at once; survives a restart. */
    public void pause(ConnectorId connectorId, @Nullable String reason) {
        synchronized (changes) {
            ConnectorInstance instance = instances.get(connectorId);
            instance.pause(records.paused(connectorId, reason));
        }
    }

    public void resume(ConnectorId connectorId) {
        synchronized (changes) {
            ConnectorInstance instance = instances.get(connectorId);
            records.resumed(connectorId);
            instance.pause(null);
        }
        onOpen.run();
    }

    /** Delivers what is due although the queue is paused; the pause holds again once nothing is due. */
    public void drain(ConnectorId connectorId) {
        instances.get(connectorId).draining(true);
        onOpen.run();
    }

    /** A claim found nothing due; what is still in hand is delivered before the pause holds again. Does not block. */
    void drained(ConnectorInstance instance) {
        executor.execute(() -> {
            QueueDepth depth = outbox.depth(instance.id(), records.now());
            if (depth.due() == 0 && depth.claimed() == 0) {
                instance.draining(false);
            }
        });
    }
}
