package io.palyra.connectors.approvals;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.UnknownOutcomeException;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.supervisor.ConnectorCalls;
import io.palyra.connectors.supervisor.ConnectorStateException;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was allowed, one after the other, and ends what nobody decided in time. That an approval is used is
 * committed before the platform is asked: after a kill in between, what came of it is unknown, and it is never asked twice.
 *
 * <p>Its thread does one thing at a time, so at the begin of a look nothing is in hand here.
 */
final class ApprovalRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApprovalRunner.class);

    private static final String NAME = "The look at approvals";
    private static final String INTERRUPTED =
            "the program ended, or the connector moved, while the platform was asked; look at the message";

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final ApprovalStore store;
    private final ApprovalDesk desk;
    private final ApprovalEvents events;
    private final Transactions transactions;
    private final ConnectorCalls calls;
    private final Predicate<ConnectorId> isHere;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "palyra-approvals");
        worker.setDaemon(true);
        return worker;
    });

    ApprovalRunner(
            ApprovalStore store,
            ApprovalDesk desk,
            ApprovalEvents events,
            Transactions transactions,
            ConnectorCalls calls,
            Predicate<ConnectorId> isHere,
            Clock clock) {
        this.store = store;
        this.desk = desk;
        this.events = events;
        this.transactions = transactions;
        this.calls = calls;
        this.isHere = isHere;
        this.clock = clock;
    }

    void start(Duration interval) {
        desk.onAllowed(this::wake);
        wake();
        Repeated.every(thread, interval, NAME, this::look);
    }

    private void wake() {
        try {
            thread.execute(Repeated.safely(NAME, this::look));
        } catch (RejectedExecutionException e) {
            LOG.debug("The program stops; what was allowed is carried out after its next start");
        }
    }

    private void look() {
        try {
            store.unsettled().stream()
                    .takeWhile(approval -> !thread.isShutdown())
                    .forEach(this::goOn);
        } catch (StoreUnavailableException e) {
            LOG.debug("Approvals wait for the store: {}", e.getMessage());
        }
    }

    private void goOn(Approval approval) {
        if (approval.isDue(clock.millis())) {
            transactions.writeAndWait(transaction -> desk.expire(transaction, approval, clock.millis()));
        } else if (isHere.test(approval.connectorId())) {
            switch (approval.state()) {
                case ALLOWED -> carryOut(approval);
                case USED -> finish(approval, new Approval.Result(ApprovalOutcome.UNKNOWN, INTERRUPTED));
                case REQUESTED, DENIED, EXPIRED -> {}
            }
        }
    }

    /** Where the connector does not run at present, it may before the time has passed. */
    private void carryOut(Approval approval) {
        if (calls.isRunning(approval.connectorId()) && use(approval)) {
            Approval.Result result = ask(approval);
            LOG.info(
                    "Approval {}: {} by {} ends as {}",
                    approval.approvalId(),
                    approval.operation().optionName(),
                    approval.requestedBy(),
                    result.outcome().wireName());
            finish(approval, result);
        }
    }

    private boolean use(Approval approval) {
        return transactions.run(transaction -> {
            boolean used = store.use(transaction, approval.approvalId(), clock.millis());
            if (used) {
                events.used(transaction, approval);
            }
            return used;
        });
    }

    private Approval.Result ask(Approval approval) {
        try {
            Mutation mutation = Mutation.of(approval);
            return result(
                    (MutationResult) calls.operate(mutation.connectorId(), mutation.operation(), mutation.request()));
        } catch (UnknownOutcomeException e) {
            return new Approval.Result(ApprovalOutcome.UNKNOWN, e.getMessage());
        } catch (DeliveryException | ConnectorStateException e) {
            return new Approval.Result(ApprovalOutcome.FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Whatever has failed here may have done so once the platform was asked
            LOG.warn("Approval {}: what came of it is not known: {}", approval.approvalId(), e.toString());
            return new Approval.Result(ApprovalOutcome.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    private static Approval.Result result(MutationResult result) {
        String reason = result.reason() == null ? result.preflight().reason() : result.reason();
        boolean denied = !result.preflight().allowed() || result.status() == MutationStatus.DENIED;
        return new Approval.Result(denied ? ApprovalOutcome.DENIED : ApprovalOutcome.DONE, reason);
    }

    private void finish(Approval approval, Approval.Result result) {
        transactions.writeAndWait(transaction -> store.finish(transaction, approval.approvalId(), result));
    }

    /** What is in hand is finished; the rest stays stored. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
