package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.WireEnum;

/** How a node is doing, as others see it. */
public enum NodeState implements WireEnum {
    /** It has the store open, and its routes do not run yet: it is given nothing. */
    JOINING,
    ALIVE,
    /** It is stopped in order. */
    LEAVING,
    /** It did not renew its lease, and commits nothing more. */
    LOST
}
