package io.palyra.connectors.protocol;

/** Whether a person has to approve an operation. */
public enum ApprovalMode implements WireEnum {
    NONE,
    /** The policy of the deployment decides. */
    CONDITIONAL,
    REQUIRED
}
