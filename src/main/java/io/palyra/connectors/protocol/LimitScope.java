package io.palyra.connectors.protocol;

/** What a limit that a platform states holds up. */
public enum LimitScope implements WireEnum {
    /** The conversation of the message that met it. */
    CONVERSATION,
    /** Every conversation that shares the message's bucket, see {@code ConnectorAdapter.rateLimitBucket}. */
    BUCKET,
    /** Whatever the connector sends. */
    CONNECTOR
}
