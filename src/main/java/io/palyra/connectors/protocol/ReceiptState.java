package io.palyra.connectors.protocol;

/** What is known of a delivery. */
public enum ReceiptState implements WireEnum {
    /** The platform has taken it. */
    ACK,
    /** It never will. */
    NACK,
    /** Not settled: to be retried, or not known. */
    UNKNOWN
}
