package io.palyra.connectors.engine;

import io.palyra.connectors.protocol.RetryClass;
import org.jspecify.annotations.Nullable;

/** Why a message waits. An attempt counts toward the dead letter of its own cause. */
public enum Cause {
    RATE_LIMIT(RetryClass.RATE_LIMIT, "rate_limit"),
    TRANSIENT_NETWORK(RetryClass.TRANSIENT_NETWORK, "transient_network"),
    CONNECTOR_RESTARTING(RetryClass.CONNECTOR_RESTARTING, "connector_restarting"),
    /** A step of the route failed before the send. */
    ROUTE_FAILURE(null, "route_failure"),
    /** The platform refused with a code that nobody knows. */
    UNRECOGNISED_REFUSAL(null, "unrecognised_refusal"),
    /** The outcome of a send is not known. */
    UNKNOWN_OUTCOME(null, "unknown_outcome"),
    /** The daemon certainly did not take the message. */
    DAEMON_NOT_TAKEN(null, "daemon_not_taken"),
    /** The daemon may have worked on it. */
    DAEMON_UNAVAILABLE(null, "daemon_unavailable");

    private final @Nullable RetryClass retryClass;
    private final String wireName;

    Cause(@Nullable RetryClass retryClass, String wireName) {
        this.retryClass = retryClass;
        this.wireName = wireName;
    }

    /** Null where it is none that a connector reports. */
    public @Nullable RetryClass retryClass() {
        return retryClass;
    }

    /** As events and rows say it. */
    public String wireName() {
        return wireName;
    }

    public static Cause of(RetryClass retryClass) {
        return switch (retryClass) {
            case RATE_LIMIT -> RATE_LIMIT;
            case TRANSIENT_NETWORK -> TRANSIENT_NETWORK;
            case CONNECTOR_RESTARTING -> CONNECTOR_RESTARTING;
        };
    }
}
