package io.palyra.connectors.approvals;

import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.settings.ApprovalPolicy;
import io.palyra.connectors.supervisor.ConnectorCatalog;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;

/** Changes of messages that need a second person: what holds them, where they are decided, and what carries them out. */
public final class Approvals implements AutoCloseable {

    private final ApprovalDesk desk;
    private final ApprovalGate gate;
    private final ApprovalRunner runner;

    /** @param isHere whether this program runs an instance, and nobody else may take it at this moment; never blocks */
    public Approvals(
            ApprovalPolicy policy,
            ApprovalStore store,
            EventLog log,
            Transactions transactions,
            ConnectorCatalog catalog,
            Supervision supervision,
            Predicate<ConnectorId> isHere,
            Clock clock) {
        ApprovalEvents events = new ApprovalEvents(log);
        desk = new ApprovalDesk(store, events, transactions, clock);
        gate = new ApprovalGate(policy, desk, catalog, supervision.calls(), clock);
        runner = new ApprovalRunner(store, desk, events, transactions, supervision.calls(), isHere, clock);
    }

    /**
     * Goes on with what was left, and looks for what others have decided from then on.
     *
     * @param interval after how long at most
     */
    public void start(Duration interval) {
        runner.start(interval);
    }

    public ApprovalDesk desk() {
        return desk;
    }

    public ApprovalGate gate() {
        return gate;
    }

    /** What is in hand is finished; the rest stays stored. */
    @Override
    public void close() {
        runner.close();
    }
}
