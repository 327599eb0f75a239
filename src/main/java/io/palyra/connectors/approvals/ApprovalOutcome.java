package io.palyra.connectors.approvals;

import io.palyra.connectors.protocol.WireEnum;

/** What came of a change that was allowed. */
public enum ApprovalOutcome implements WireEnum {
    /** The message is as it was asked for. */
    DONE,
    /** The platform's rules did not let the connector do it. */
    DENIED,
    /** Nothing was changed. */
    FAILED,
    /** The platform may or may not have done it; it is not asked again. */
    UNKNOWN
}
