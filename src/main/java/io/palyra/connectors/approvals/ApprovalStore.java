package io.palyra.connectors.approvals;

import io.palyra.connectors.transaction.Transaction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps approvals, settled ones as long as events are kept. Each change says from which state it starts, so that of two at
 * once, also on two nodes, one alone succeeds.
 */
public interface ApprovalStore {

    /** @return false where there is an open one for the same change: nothing is added then */
    boolean add(Transaction transaction, Approval approval);

    /** The open one for this very change. */
    Optional<Approval> findOpen(Transaction transaction, Mutation mutation);

    Optional<Approval> find(Transaction transaction, String approvalId);

    /** @return false unless it waits for a decision, and its time has not passed */
    boolean decide(Transaction transaction, String approvalId, boolean allowed, Approval.Decision decision);

    /** @return false unless it is open and its time has passed */
    boolean expire(Transaction transaction, String approvalId, long now);

    /** @return false unless it is allowed, was not used, and its time has not passed */
    boolean use(Transaction transaction, String approvalId, long now);

    /** @return false unless it was used, and nothing is known of what came of it */
    boolean finish(Transaction transaction, String approvalId, Approval.Result result);

    /** Reads on its own; may block. */
    Optional<Approval> find(String approvalId);

    /**
     * Newest first. Reads on its own; may block.
     *
     * @param state null for any
     * @param before only those before this id; null for the newest
     */
    List<Approval> latest(@Nullable ApprovalState state, @Nullable String before, int limit);

    /** Those that are not settled, oldest first. Reads on its own; may block. */
    List<Approval> unsettled();
}
