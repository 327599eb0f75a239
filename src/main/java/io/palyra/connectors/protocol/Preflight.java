package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an operation on a message may go ahead, and what has to be observed.
 *
 * @param reason why not, if it may not
 */
public record Preflight(
        boolean allowed,
        String policyAction,
        ApprovalMode approvalMode,
        RiskLevel riskLevel,
        String auditEventType,
        List<String> requiredPermissions,
        @Nullable String reason) {
    @JsonCreator
    public Preflight {
        Checks.line(policyAction, "policy_action", Capability.NAME_BYTES_MAX);
        Checks.required(approvalMode, "approval_mode");
        Checks.required(riskLevel, "risk_level");
        Checks.line(auditEventType, "audit_event_type", Capability.NAME_BYTES_MAX);
        requiredPermissions = Capability.permissions(requiredPermissions);
        reason = Texts.optionalReason(reason, "reason");
    }

    /** What follows from a connector's declaration alone: allowed if supported. */
    public static Preflight of(MessageFeature feature, ConnectorCapabilitySet capabilities) {
        Capability capability = capabilities.of(feature);
        return new Preflight(
                capability.supported(),
                feature.policyAction(),
                feature.approvalMode(),
                feature.riskLevel(),
                feature.auditEventType(),
                capability.requiredPermissions(),
                capability.reason());
    }

    /** The same operation, refused. */
    public Preflight denied(String reason) {
        return new Preflight(false, policyAction, approvalMode, riskLevel, auditEventType, requiredPermissions, reason);
    }
}
