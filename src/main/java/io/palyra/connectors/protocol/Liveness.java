package io.palyra.connectors.protocol;

/** Whether a connector's own machinery runs. */
public enum Liveness implements WireEnum {
    STOPPED,
    RUNNING,
    RESTARTING,
    CRASHED
}
