package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connector can do one thing, and what has to be observed when it does.
 *
 * @param reason why not, if it cannot; at most 4 KiB
 * @param policyAction what the deployment's policy calls it
 * @param auditEventType the type of the event that records it
 * @param requiredPermissions what the platform must have granted, in its own words; at most 64
 */
public record Capability(
        boolean supported,
        @Nullable String reason,
        @Nullable String policyAction,
        @Nullable ApprovalMode approvalMode,
        @Nullable RiskLevel riskLevel,
        @Nullable String auditEventType,
        List<String> requiredPermissions) {
    public static final int PERMISSIONS_MAX = 64;
    public static final int NAME_BYTES_MAX = 128;

    static final String NOT_DECLARED = "not supported by this connector";

    @JsonCreator
    public Capability {
        reason = Texts.optionalReason(reason, "reason");
        Checks.optionalLine(policyAction, "policy_action", NAME_BYTES_MAX);
        Checks.optionalLine(auditEventType, "audit_event_type", NAME_BYTES_MAX);
        requiredPermissions = permissions(requiredPermissions);
    }

    /** Supported. */
    public static Capability declared() {
        return new Capability(true, null, null, null, null, null, List.of());
    }

    public static Capability unsupported(String reason) {
        return new Capability(false, reason, null, null, null, null, List.of());
    }

    /** The same capability with what {@link MessageFeature} says of every connector's. */
    Capability observing(MessageFeature feature) {
        return new Capability(
                supported,
                reason,
                feature.policyAction(),
                feature.approvalMode(),
                feature.riskLevel(),
                feature.auditEventType(),
                requiredPermissions);
    }

    static Capability orNotDeclared(@Nullable Capability capability) {
        return capability == null ? unsupported(NOT_DECLARED) : capability;
    }

    static List<String> permissions(@Nullable List<String> permissions) {
        String field = "required_permissions";
        List<String> names = Checks.list(permissions, field, PERMISSIONS_MAX, Checks.EXCEEDS_SIZE_LIMIT);
        for (int i = 0; i < names.size(); i++) {
            Checks.line(names.get(i), field + "[" + i + "]", NAME_BYTES_MAX);
        }
        return names;
    }
}
