package io.palyra.connectors.supervisor;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.InstanceStore.InstanceState;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.supervisor.InstanceStore.StoredInstance;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is stored of the instances. A change and the event that says so are one transaction, and have committed when the
 * method returns. Thread safe.
 */
final class InstanceRecords {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceRecords.class);

    private final InstanceStore store;
    private final EventLog events;
    private final Transactions transactions;
    private final Clock clock;

    InstanceRecords(InstanceStore store, EventLog events, Transactions transactions, Clock clock) {
        this.store = store;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Unix ms, on the clock of what is stored. */
    long now() {
        return clock.millis();
    }

    List<StoredInstance> all() {
        return store.all();
    }

    List<QueuePause> pauses() {
        return store.pauses();
    }

    StoredInstance registered(ConnectorInstanceSpec spec, boolean declared) {
        long now = clock.millis();
        write(
                ConnectorEvent.of(
                        spec.connectorId(), EventType.CONNECTOR_REGISTERED, EventLevel.INFO, "connector registered"),
                transaction -> store.save(transaction, spec, declared, Readiness.READY, now));
        return new StoredInstance(
                spec, declared, new InstanceState(Readiness.READY, 0, null, null, null, null), now, 0);
    }

    /** The settings define the instance as this; answers when. */
    long redefined(ConnectorInstanceSpec spec, Readiness readiness) {
        long now = clock.millis();
        transactions.writeAndWait(transaction -> store.save(transaction, spec, true, readiness, now));
        return now;
    }

    /** Answers when. */
    long enabledChanged(ConnectorId connectorId, boolean enabled) {
        long now = clock.millis();
        write(
                ConnectorEvent.of(
                        connectorId,
                        EventType.CONNECTOR_ENABLED_CHANGED,
                        EventLevel.INFO,
                        enabled ? "connector enabled" : "connector disabled"),
                transaction -> store.saveEnabled(transaction, connectorId, enabled, now));
        return now;
    }

    void removed(ConnectorId connectorId) {
        write(
                ConnectorEvent.of(connectorId, EventType.CONNECTOR_REMOVED, EventLevel.WARN, "connector removed"),
                transaction -> store.remove(transaction, connectorId));
    }

    QueuePause paused(ConnectorId connectorId, @Nullable String reason) {
        QueuePause pause = new QueuePause(connectorId, reason, clock.millis(), false);
        write(
                ConnectorEvent.of(
                        connectorId,
                        EventType.QUEUE_PAUSED,
                        EventLevel.WARN,
                        "queue paused" + (reason == null ? "" : ": " + reason)),
                transaction -> store.pause(transaction, pause));
        return pause;
    }

    void resumed(ConnectorId connectorId) {
        write(
                ConnectorEvent.of(connectorId, EventType.QUEUE_RESUMED, EventLevel.INFO, "queue resumed"),
                transaction -> store.resume(transaction, connectorId));
    }

    /** Whether what is due is delivered although the queue is paused; returns at once. */
    void draining(ConnectorId connectorId, boolean draining) {
        try {
            transactions.write(transaction -> store.drain(transaction, connectorId, draining));
        } catch (StoreUnavailableException e) {
            LOG.debug("That {} is drained is not stored: {}", connectorId, e.getMessage());
        }
    }

    /** Facts that matter little when they are lost; returns at once. */
    void changed(ConnectorId connectorId, InstanceState state, long updatedAtUnixMs) {
        try {
            transactions.write(transaction -> store.saveState(transaction, connectorId, state, updatedAtUnixMs));
        } catch (StoreUnavailableException e) {
            LOG.debug("The state of {} is not stored: {}", connectorId, e.getMessage());
        }
    }

    private void write(ConnectorEvent event, Consumer<Transaction> change) {
        transactions.writeAndWait(transaction -> {
            change.accept(transaction);
            events.append(transaction, event);
        });
    }
}
