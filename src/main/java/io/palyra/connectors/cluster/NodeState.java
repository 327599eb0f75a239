package io.palyra.connectors.cluster;

/** How a node is doing, as others see it. */
public enum NodeState {
    ALIVE,
    /** It is stopped in order. */
    LEAVING,
    /** It did not renew its lease, and commits nothing more. */
    LOST
}
