package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.ClusterStore.Look;
import java.util.Map;

/** The nodes of a store as one of them sees them. Thread safe. */
public interface NodeDirectory {

    /** This node. */
    NodeIdentity identity();

    Ownership ownership();

    /** The nodes as they are stored now; may block. */
    Look nodes();

    /** What others are set up with otherwise than this node, by their ids. Never blocks. */
    Map<String, NodeDifference> differences();

    /** Unix ms by a clock that all of them share; may block. */
    long sharedUnixMs();
}
