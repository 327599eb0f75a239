package io.palyra.connectors.outbox;

import io.palyra.connectors.engine.Refusals;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages that the platform refuses with a code that nobody knows. What is remembered of one stands in its row, so it
 * survives a restart and ends with the message; it is written with the outcome that it belongs to. Only whether a connector has
 * any is kept in memory, so that what passes costs nothing where nothing is refused. Thread safe.
 */
public final class RefusedMessages {

    private final OutboxStore store;

    /** Of these no message stands refused without knowing that another has passed. Changed on the store's writer thread. */
    private final Set<ConnectorId> calm = ConcurrentHashMap.newKeySet();

    /** Refusals so far; on the store's writer thread. */
    private long refusals;

    public RefusedMessages(OutboxStore store) {
        this.store = store;
    }

    /** A message was refused once more; reads from the store. To be called before it is settled. */
    Refusals.Fault refused(LaneDelivery delivery) {
        ConnectorId connectorId = delivery.lane().connectorId();
        long sequence = delivery.entry().sequence();
        Refusals.Fault fault = store.refusals(sequence).oneMore();
        delivery.also(transaction -> {
            refusals++;
            calm.remove(connectorId);
            store.refused(transaction, sequence);
        });
        return fault;
    }

    /** The platform took a message. To be called before it is settled. */
    void passed(LaneDelivery delivery) {
        ConnectorId connectorId = delivery.lane().connectorId();
        if (calm.contains(connectorId)) {
            return;
        }
        delivery.also(transaction -> {
            long before = refusals;
            store.passed(transaction, connectorId, delivery.entry().sequence())
                    .then(told -> transaction.afterCommit(() -> {
                        if (!told && refusals == before) {
                            calm.add(connectorId);
                        }
                    }));
        });
    }
}
