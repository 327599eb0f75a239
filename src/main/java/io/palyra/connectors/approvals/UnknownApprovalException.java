package io.palyra.connectors.approvals;

/** There is no approval of that id, or none any more. */
public final class UnknownApprovalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownApprovalException(String approvalId) {
        super("there is no approval " + approvalId + "; it may be so old that it is not kept any more");
    }
}
