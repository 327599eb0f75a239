package io.palyra.connectors.events;

/** Where a route begins that has no position yet. */
public enum StartFrom {
    /** What happens after its start. */
    now,
    /** Everything that is still in the log. */
    beginning
}
