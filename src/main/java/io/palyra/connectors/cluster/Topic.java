package io.palyra.connectors.cluster;

/** What nodes tell each other, so that nobody has to wait until he looks by himself. */
public enum Topic {
    /** Nodes have come or gone, or instances may be had. */
    NODES,
    /** Instances were changed, registered or removed, or their queues paused. */
    INSTANCES,
    /** Who may write to an instance was changed. */
    ACCESS,
    /** There are more inbound messages than one node asks the daemon about at once. */
    INBOUND,
    /** There are outbound messages of an instance that another node has. */
    OUTBOUND
}
