package io.palyra.connectors.approvals;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.transaction.Transaction;

/** What the log of a connector says of approvals: in the transaction of what it tells. */
final class ApprovalEvents {

    private final EventLog log;

    ApprovalEvents(EventLog log) {
        this.log = log;
    }

    void requested(Transaction transaction, Approval approval) {
        ConnectorEvent event = about(approval, EventType.APPROVAL_REQUESTED, "waits for approval");
        log.append(
                transaction,
                event.with("reason", approval.reason()).with("expires_at_unix_ms", approval.expiresAtUnixMs()));
    }

    void decided(Transaction transaction, Approval approval, boolean allowed, Approval.Decision decision) {
        ConnectorEvent event = allowed
                ? about(approval, EventType.APPROVAL_ALLOWED, "is allowed by " + decision.by())
                : about(approval, EventType.APPROVAL_DENIED, "is denied by " + decision.by());
        event = event.with("operator", decision.by());
        log.append(transaction, decision.reason() == null ? event : event.with("reason", decision.reason()));
    }

    void expired(Transaction transaction, Approval approval) {
        log.append(transaction, about(approval, EventType.APPROVAL_EXPIRED, "has expired, and is not done"));
    }

    void used(Transaction transaction, Approval approval) {
        log.append(transaction, about(approval, EventType.APPROVAL_USED, "is carried out"));
    }

    private static ConnectorEvent about(Approval approval, EventType type, String what) {
        return ConnectorEvent.of(
                        approval.connectorId(),
                        type,
                        EventLevel.INFO,
                        approval.operation().optionName() + " requested by " + approval.requestedBy() + " " + what)
                .with("approval_id", approval.approvalId())
                .with("operation", approval.operation().wireName())
                .with("risk_level", approval.riskLevel().wireName())
                .with("requested_by", approval.requestedBy())
                .with("conversation_id", approval.conversationId().value())
                .with("message_id", approval.messageId().value());
    }
}
