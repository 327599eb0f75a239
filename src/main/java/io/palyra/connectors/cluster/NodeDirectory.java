package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.ClusterStore.Look;

/** The nodes of a store as one of them sees them. Thread safe. */
public interface NodeDirectory {

    /** This node. */
    NodeIdentity identity();

    Ownership ownership();

    /** The nodes as they are stored now; may block. */
    Look nodes();

    /** Unix ms by a clock that all of them share; may block. */
    long sharedUnixMs();
}
