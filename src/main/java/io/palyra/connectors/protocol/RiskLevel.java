package io.palyra.connectors.protocol;

/** What an operation can do wrong. */
public enum RiskLevel implements WireEnum {
    LOW,
    MEDIUM,
    HIGH,
    /** It depends on the message it is applied to. */
    CONDITIONAL
}
