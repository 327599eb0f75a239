package io.palyra.connectors.approvals;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.supervisor.ConnectorStateException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where approvals are requested, looked at and decided. Thread safe; each call blocks until what it changes is stored. */
public final class ApprovalDesk {

    /** How long a request waits. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private final ApprovalStore store;
    private final ApprovalEvents events;
    private final Transactions transactions;
    private final Clock clock;
    private volatile Runnable onAllowed = () -> {};

    ApprovalDesk(ApprovalStore store, ApprovalEvents events, Transactions transactions, Clock clock) {
        this.store = store;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    void onAllowed(Runnable action) {
        onAllowed = action;
    }

    /**
     * Has a change wait for somebody else. Where the very same change waits already, it goes on waiting.
     *
     * @param message that is changed; null where it cannot be read
     * @param requestedBy the name of the requester's token
     */
    Approval request(Mutation mutation, Assessment assessment, @Nullable MessageRecord message, String requestedBy) {
        long now = clock.millis();
        Approval asked = new Approval(
                UlidCreator.getMonotonicUlid().toString(),
                mutation.connectorId(),
                mutation.operation(),
                mutation.locator().target().conversationId(),
                mutation.locator().messageId(),
                mutation.json(),
                mutation.sha256(),
                ApprovalState.REQUESTED,
                assessment.risk(),
                assessment.reason(),
                requestedBy,
                now,
                now + LIFE.toMillis(),
                null,
                null,
                mutation.texts(message));
        return transactions.run(transaction -> openOrNew(transaction, mutation, asked, now));
    }

    private Approval openOrNew(Transaction transaction, Mutation mutation, Approval asked, long now) {
        store.findOpen(transaction, mutation)
                .filter(open -> open.isDue(now))
                .ifPresent(due -> expire(transaction, due, now));
        if (store.add(transaction, asked)) {
            events.requested(transaction, asked);
            return asked;
        }
        return store.findOpen(transaction, mutation)
                .orElseThrow(() -> new ConnectorStateException(
                        "the same change was being decided at this moment; ask for it again"));
    }

    void expire(Transaction transaction, Approval approval, long now) {
        if (store.expire(transaction, approval.approvalId(), now)) {
            events.expired(transaction, approval);
        }
    }

    /** @throws UnknownApprovalException where there is none */
    public Approval find(String approvalId) {
        return store.find(approvalId).orElseThrow(() -> new UnknownApprovalException(approvalId));
    }

    /**
     * Newest first.
     *
     * @param state null for any
     * @param before only those before this id; null for the newest
     */
    public List<Approval> latest(@Nullable ApprovalState state, @Nullable String before, int limit) {
        return store.latest(state, before, limit);
    }

    /**
     * Decides for good. What is allowed is carried out soon after, by the node that runs the connector.
     *
     * @param by the name of the token of who decides
     * @throws UnknownApprovalException where there is none
     * @throws OwnApprovalException where he has requested it
     * @throws ConnectorStateException where it is decided, or its time has passed
     */
    public Approval decide(String approvalId, String by, boolean allowed, @Nullable String reason) {
        Approval approval = find(approvalId);
        if (approval.requestedBy().equals(by)) {
            throw new OwnApprovalException(approval);
        }
        long now = clock.millis();
        boolean decided = transactions.run(transaction -> decide(transaction, approval, allowed, by, now, reason));
        if (!decided) {
            throw new ConnectorStateException(whyNot(find(approvalId)));
        }
        if (allowed) {
            onAllowed.run();
        }
        return find(approvalId);
    }

    private boolean decide(
            Transaction transaction, Approval approval, boolean allowed, String by, long now, @Nullable String reason) {
        Approval.Decision decision = new Approval.Decision(by, now, reason);
        if (store.decide(transaction, approval.approvalId(), allowed, decision)) {
            events.decided(transaction, approval, allowed, decision);
            return true;
        }
        expire(transaction, approval, now);
        return false;
    }

    private static String whyNot(Approval found) {
        Approval.Decision decision = found.decision();
        return "approval " + found.approvalId()
                + (decision == null
                        ? " has expired, " + LIFE.toMinutes() + " minutes after it was requested; let "
                                + found.requestedBy() + " make the request again"
                        : " was decided by " + decision.by() + " and is "
                                + found.state().wireName()
                                + "; a decision is final: make the request again to have it decided again");
    }
}
