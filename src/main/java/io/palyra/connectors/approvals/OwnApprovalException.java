package io.palyra.connectors.approvals;

/** Who asked for a change has decided about it. */
public final class OwnApprovalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OwnApprovalException(Approval approval) {
        super("approval " + approval.approvalId() + " was requested by " + approval.requestedBy()
                + ", who may not decide it; somebody with another token of the role approver or admin has to");
    }
}
