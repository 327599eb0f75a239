package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.Collection;

/** What follows from who has which instance. */
public interface NodeHost {

    /** Instances that are to run, wherever. */
    Collection<ConnectorId> wanted();

    /** Starts and stops instances as {@link Ownership} says, from what is stored of them; may block for a while. */
    void follow();

    /** Has what {@link Ownership} says is not this program's be stopped, side by side, without the store. Returns at once. */
    void stopOthers();

    /** Closes all sessions, side by side: none opens again where {@link Ownership} says so. Returns at once. */
    void closeSessions();

    /** Whether anything comes in for an instance here, or is sent, that this node is to give away. */
    boolean isAtWork(ConnectorId connectorId);

    /** Another node may have some of the instances from the next transaction on; what only memory knows of them is stored before. */
    void givesAway();

    /** What every node has to be set up with, as this one is at this moment; may take a while. */
    NodeConfiguration configuration();

    /** Within the transaction that decides it. */
    void happened(Transaction transaction, Happening happening);
}
