package io.palyra.connectors.simulate;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.QueueDepth;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.simulate.SimulationSummary.Ingest;
import io.palyra.connectors.supervisor.ConnectorSupervisor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Lets events in at their connector's own consumer, one after the other, and waits until everything has settled. */
public final class Simulation {

    private static final long POLL_INTERVAL_MS = 20;

    private final ConnectorSupervisor supervisor;
    private final InboxStore inbox;
    private final OutboxStore outbox;

    public Simulation(ConnectorSupervisor supervisor, InboxStore inbox, OutboxStore outbox) {
        this.supervisor = supervisor;
        this.inbox = inbox;
        this.outbox = outbox;
    }

    /**
     * Runs to the end.
     *
     * @param admitted told how many events have been let in
     * @param open told how many messages have not settled yet
     */
    public SimulationSummary run(List<InboundMessageEvent> events, LongConsumer admitted, LongConsumer open)
            throws InterruptedException {
        Map<InboundMessageEvent, String> refused = new LinkedHashMap<>();
        Set<ConnectorId> connectors = new LinkedHashSet<>();
        long count = 0;
        for (InboundMessageEvent event : events) {
            try {
                connectors.add(event.connectorId());
                supervisor.emit(event);
            } catch (InboundRefusedException | RuntimeException e) {
                refused.put(event, String.valueOf(e.getMessage()));
            }
            admitted.accept(++count);
        }
        connectors.removeIf(connector -> !supervisor.isRegistered(connector));
        for (long left = unsettled(connectors); left > 0; left = unsettled(connectors)) {
            open.accept(left);
            TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MS);
        }
        return summary(events, refused, connectors);
    }

    private long unsettled(Set<ConnectorId> connectors) {
        long left = 0;
        for (ConnectorId connector : connectors) {
            QueueDepth depth = outbox.depth(connector, Long.MAX_VALUE);
            left += inbox.pending(connector) + depth.due() + depth.claimed();
        }
        return left;
    }

    private SimulationSummary summary(
            List<InboundMessageEvent> events, Map<InboundMessageEvent, String> refused, Set<ConnectorId> connectors) {
        List<Ingest> ingests = new ArrayList<>();
        Map<String, Integer> attempts = new LinkedHashMap<>();
        long delivered = 0;
        for (InboundMessageEvent event : events) {
            String reason = refused.get(event);
            int enqueued = reason != null
                    ? 0
                    : inbox.find(event.connectorId(), event.envelopeId())
                            .orElseThrow()
                            .enqueuedOutbound();
            ingests.add(new Ingest(event.envelopeId().value(), reason == null, enqueued, reason));
            for (int reply = 0; reply < enqueued; reply++) {
                for (OutboxEntry entry :
                        outbox.find(event.connectorId(), event.envelopeId().reply(reply))) {
                    boolean fresh = attempts.put(entry.envelopeId().value(), entry.attempts()) == null;
                    delivered += fresh && entry.state() == OutboxState.DELIVERED ? 1 : 0;
                }
            }
        }
        long pending = 0;
        long dead = 0;
        int restarts = 0;
        for (ConnectorId connector : connectors) {
            QueueDepth depth = outbox.depth(connector, Long.MAX_VALUE);
            pending += depth.pending();
            dead += depth.deadLetters();
            restarts += supervisor.status(connector).restartCount();
        }
        return new SimulationSummary(ingests, attempts, delivered, pending, dead, restarts);
    }
}
