package io.palyra.connectors.protocol;

/** How a change to a message ended. */
public enum MutationStatus implements WireEnum {
    UPDATED,
    DELETED,
    REACTION_ADDED,
    REACTION_REMOVED,
    /** Refused by the preflight or the platform. */
    DENIED,
    /** It was so already. */
    NOOP
}
