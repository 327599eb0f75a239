package io.palyra.connectors.protocol;

/** Whether a kind of connector is meant for use. */
public enum Availability implements WireEnum {
    SUPPORTED,
    INTERNAL_TEST_ONLY,
    DEFERRED
}
