package io.palyra.connectors.admin;

import io.palyra.connectors.approvals.Approval;
import io.palyra.connectors.approvals.ApprovalOutcome;
import io.palyra.connectors.approvals.ApprovalState;
import io.palyra.connectors.approvals.Risk;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageOperation;
import org.jspecify.annotations.Nullable;

/** An approval as the API answers it. */
record ApprovalView(
        String approvalId,
        ConnectorId connectorId,
        MessageOperation operation,
        ConversationId conversationId,
        MessageId messageId,
        ApprovalState state,
        Risk riskLevel,
        String reason,
        String requestedBy,
        long requestedAtUnixMs,
        long expiresAtUnixMs,
        @Nullable String decidedBy,
        @Nullable Long decidedAtUnixMs,
        @Nullable String decisionReason,
        @Nullable ApprovalOutcome outcome,
        @Nullable String outcomeReason,
        @Nullable String before,
        @Nullable String after) {

    /** @param withTexts whether the caller sees what the message says */
    static ApprovalView of(Approval approval, boolean withTexts) {
        Approval.Decision decision = approval.decision();
        Approval.Result result = approval.result();
        return new ApprovalView(
                approval.approvalId(),
                approval.connectorId(),
                approval.operation(),
                approval.conversationId(),
                approval.messageId(),
                approval.state(),
                approval.riskLevel(),
                approval.reason(),
                approval.requestedBy(),
                approval.requestedAtUnixMs(),
                approval.expiresAtUnixMs(),
                decision == null ? null : decision.by(),
                decision == null ? null : decision.atUnixMs(),
                decision == null ? null : decision.reason(),
                result == null ? null : result.outcome(),
                result == null ? null : result.reason(),
                withTexts ? approval.texts().before() : null,
                withTexts ? approval.texts().after() : null);
    }
}
