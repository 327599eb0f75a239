package io.palyra.connectors.protocol;

/** Which way a message goes. */
public enum Direction implements WireEnum {
    /** From a platform to the daemon. */
    INBOUND,
    /** From the daemon to a platform. */
    OUTBOUND
}
