package io.palyra.connectors.settings;

import io.palyra.connectors.protocol.WireEnum;

/** Which changes of messages on a platform a second person has to allow. */
public enum ApprovalPolicy implements WireEnum {
    OFF,
    /** Those that can spoil something. */
    CONDITIONAL,
    /** Every one. */
    REQUIRED;

    @Override
    public String toString() {
        return wireName();
    }
}
