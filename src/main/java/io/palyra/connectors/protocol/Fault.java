package io.palyra.connectors.protocol;

/** Where the fault of a permanent failure lies, and so what else it ends. */
public enum Fault implements WireEnum {
    /** This message only. */
    MESSAGE,
    /** This conversation, thread or recipient. */
    TARGET,
    /** The connector: the only fault that changes its readiness, and costs the message no attempt. */
    CONNECTOR
}
