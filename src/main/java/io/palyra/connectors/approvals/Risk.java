package io.palyra.connectors.approvals;

import io.palyra.connectors.protocol.WireEnum;

/** How much a change of a certain message can spoil. */
public enum Risk implements WireEnum {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
