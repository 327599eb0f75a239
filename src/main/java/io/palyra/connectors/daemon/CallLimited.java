package io.palyra.connectors.daemon;

/** An endpoint whose daemon takes only so many calls for one connector at once. */
public interface CallLimited {

    /** 1 at least. */
    int callsPerConnector();
}
