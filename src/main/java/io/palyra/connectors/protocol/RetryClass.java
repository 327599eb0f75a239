package io.palyra.connectors.protocol;

/** Why a delivery is worth another attempt; each class has its own redelivery policy. */
public enum RetryClass implements WireEnum {
    RATE_LIMIT,
    TRANSIENT_NETWORK,
    CONNECTOR_RESTARTING
}
