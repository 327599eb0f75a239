package io.palyra.connectors.settings;

import io.palyra.connectors.protocol.WireEnum;

/** What a caller of the admin API may do. Everybody reads; beyond that no role but the administrator's contains another. */
public enum Role implements WireEnum {
    /** Reads; texts of messages only where the settings say so. */
    VIEWER,
    /** Works with queues, messages and access requests, and switches connectors on and off. */
    OPERATOR,
    /** Decides approvals. */
    APPROVER,
    /** Does everything. */
    ADMIN;

    /** Whether this role may do what needs the other one. */
    public boolean includes(Role needed) {
        return this == ADMIN || this == needed || needed == VIEWER;
    }

    @Override
    public String toString() {
        return wireName();
    }
}
