package io.palyra.connectors.approvals;

import io.palyra.connectors.protocol.WireEnum;

/** How an approval stands. The last three are final. */
public enum ApprovalState implements WireEnum {
    /** Nobody has decided. */
    REQUESTED,
    /** The change is about to be made by the node that runs the connector. */
    ALLOWED,
    /** The platform may have been asked; the outcome says what came of it. */
    USED,
    DENIED,
    /** Nobody decided in time, or no connector ran that could have made the change. */
    EXPIRED;

    /** Whether it can still come to the change. */
    public boolean isOpen() {
        return this == REQUESTED || this == ALLOWED;
    }
}
