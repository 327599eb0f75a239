package io.palyra.connectors.simulate;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.simulate.SimulationSummary.Fate;
import io.palyra.connectors.simulate.SimulationSummary.Ingest;
import io.palyra.connectors.simulate.SimulationSummary.Sent;
import io.palyra.connectors.supervisor.ConnectorStatus;
import io.palyra.connectors.supervisor.QueueState;
import io.palyra.connectors.supervisor.Supervision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Lets events in at their connector's own consumer, one after the other, and waits until everything has settled. */
public final class Simulation {

    private static final long POLL_INTERVAL_MS = 20;

    private final Supervision supervision;
    private final InboxStore inbox;
    private final OutboxStore outbox;

    public Simulation(Supervision supervision, InboxStore inbox, OutboxStore outbox) {
        this.supervision = supervision;
        this.inbox = inbox;
        this.outbox = outbox;
    }

    /**
     * Runs until everything has settled, or nothing more has for so long; the summary then counts what is pending.
     *
     * @param patience how long to wait for the next message to settle
     * @param admitted told how many events have been let in
     * @param open told how many messages have not settled yet
     */
    public SimulationSummary run(
            List<InboundMessageEvent> events, Duration patience, LongConsumer admitted, LongConsumer open)
            throws InterruptedException {
        List<Admission> admissions = new ArrayList<>();
        Set<ConnectorId> connectors = new LinkedHashSet<>();
        for (InboundMessageEvent event : events) {
            admissions.add(admit(event));
            connectors.add(event.connectorId());
            admitted.accept(admissions.size());
        }
        connectors.removeIf(connector -> !supervision.roster().isRegistered(connector));
        boolean settled = awaitSettled(connectors, patience, open);
        return summary(admissions, connectors, !settled);
    }

    /** @return false where the time was up */
    private boolean awaitSettled(Set<ConnectorId> connectors, Duration patience, LongConsumer open)
            throws InterruptedException {
        long before = -1;
        long lastChange = System.nanoTime();
        for (long left = unsettled(connectors); left > 0; left = unsettled(connectors)) {
            long now = System.nanoTime();
            if (left != before) {
                before = left;
                lastChange = now;
            } else if (now - lastChange >= patience.toNanos()) {
                return false;
            }
            open.accept(left);
            TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MS);
        }
        return true;
    }

    /**
     * What became of an event at its connector's consumer.
     *
     * @param stored whether this event, and not an earlier one of the same id, is what the inbox has
     * @param refusal why it was not accepted
     */
    private record Admission(
            InboundMessageEvent event,
            boolean stored,
            @Nullable String refusal) {}

    private Admission admit(InboundMessageEvent event) {
        try {
            InboundIngestOutcome outcome = supervision.calls().emit(event);
            return new Admission(
                    event,
                    outcome.accepted() && !outcome.duplicate(),
                    outcome.accepted() ? null : outcome.decisionReason());
        } catch (InboundRefusedException | RuntimeException e) {
            return new Admission(event, false, String.valueOf(e.getMessage()));
        }
    }

    /** What a connector that cannot deliver leaves in its outbox stays there; waiting for it would not end. */
    private long unsettled(Set<ConnectorId> connectors) {
        long left = 0;
        for (ConnectorId connector : connectors) {
            QueueState queue = supervision.queues().state(connector);
            QueueDepth out = queue.outbound();
            left += queue.inbound().pending() + out.claimed() + (delivers(queue) ? out.due() + out.waiting() : 0);
        }
        return left;
    }

    private boolean delivers(QueueState queue) {
        ConnectorStatus status = supervision.roster().status(queue);
        return status.readiness() == Readiness.READY && status.liveness() == Liveness.RUNNING;
    }

    private SimulationSummary summary(List<Admission> admissions, Set<ConnectorId> connectors, boolean timeUp) {
        List<Ingest> ingests = new ArrayList<>();
        List<Fate> fates = new ArrayList<>();
        Map<String, Integer> attempts = new LinkedHashMap<>();
        long delivered = 0;
        for (Admission admission : admissions) {
            InboundMessageEvent event = admission.event();
            InboxEntry stored = admission.stored()
                    ? inbox.find(event.connectorId(), event.envelopeId()).orElse(null)
                    : null;
            int enqueued = stored == null ? 0 : stored.enqueuedOutbound();
            if (fates.size() < SimulationSummary.FATES_MAX) {
                fates.add(new Fate(event, admission.refusal(), stored, answers(event, enqueued)));
            }
            ingests.add(
                    new Ingest(event.envelopeId().value(), admission.refusal() == null, enqueued, admission.refusal()));
            for (int reply = 0; reply < enqueued; reply++) {
                for (OutboxEntry entry :
                        outbox.find(event.connectorId(), event.envelopeId().reply(reply))) {
                    attempts.put(entry.envelopeId().value(), entry.attempts());
                    delivered += entry.state() == OutboxState.DELIVERED ? 1 : 0;
                }
            }
        }
        long pending = 0;
        long pendingInbound = 0;
        long dead = 0;
        int restarts = 0;
        for (ConnectorId connector : connectors) {
            QueueState queue = supervision.queues().state(connector);
            pending += queue.outbound().pending();
            pendingInbound += queue.inbound().pending();
            dead += queue.deadLetters();
            restarts += supervision.roster().status(queue).restartCount();
        }
        return new SimulationSummary(
                ingests, attempts, delivered, pending, dead, restarts, pendingInbound, timeUp, fates);
    }

    private List<Sent> answers(InboundMessageEvent event, int count) {
        List<Sent> answers = new ArrayList<>();
        for (int reply = 0; reply < count; reply++) {
            EnvelopeId answer = event.envelopeId().reply(reply);
            for (OutboxEntry part : outbox.find(event.connectorId(), answer)) {
                answers.add(new Sent(part, part.request().text()));
            }
        }
        return answers;
    }
}
