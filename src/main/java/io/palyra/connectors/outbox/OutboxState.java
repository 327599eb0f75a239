package io.palyra.connectors.outbox;

/** Where a message of the outbox stands; the wire name is the lower-case name. */
public enum OutboxState {
    PENDING,
    DELIVERED,
    UNKNOWN,
    DEAD
}
