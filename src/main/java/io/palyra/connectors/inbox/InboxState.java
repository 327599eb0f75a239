package io.palyra.connectors.inbox;

/** Where an event of the inbox stands; the stored name is the lower-case name. */
public enum InboxState {
    PENDING,
    ROUTED,
    NOT_ROUTED,
    DEAD
}
