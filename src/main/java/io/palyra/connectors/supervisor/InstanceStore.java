package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.transaction.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the connector instances. */
public interface InstanceStore {

    /** All instances; reads on its own. */
    List<StoredInstance> all();

    /** Writes the definition; the counters of an instance that exists stay. */
    void save(Transaction transaction, ConnectorInstanceSpec spec, boolean declared, Readiness readiness, long now);

    void saveEnabled(Transaction transaction, ConnectorId connectorId, boolean enabled, long now);

    void saveState(Transaction transaction, ConnectorId connectorId, InstanceState state, long now);

    /** Removes the instance with its queue state; its messages and events stay until their retention ends. */
    void remove(Transaction transaction, ConnectorId connectorId);

    /** Queue states of the connectors whose outbox is paused; reads on its own. */
    List<QueuePause> pauses();

    void pause(Transaction transaction, QueuePause pause);

    void resume(Transaction transaction, ConnectorId connectorId);

    /** Of a queue that is paused. */
    void drain(Transaction transaction, ConnectorId connectorId, boolean draining);

    /**
     * An instance as it was stored.
     *
     * @param openings counts up when it is enabled or disabled, also where it was so before: it is to be opened anew then
     */
    record StoredInstance(
            ConnectorInstanceSpec spec, boolean declared, InstanceState state, long updatedAtUnixMs, long openings) {}

    /** What changes while an instance runs. */
    record InstanceState(
            Readiness readiness,
            int restartCount,
            @Nullable LastError lastError,
            @Nullable Long lastInboundUnixMs,
            @Nullable Long lastOutboundUnixMs,
            @Nullable Liveness liveness) {}

    /**
     * A paused outbox.
     *
     * @param draining whether what is due is delivered all the same
     */
    record QueuePause(ConnectorId connectorId, @Nullable String reason, long sinceUnixMs, boolean draining) {}
}
