package io.palyra.connectors.net;

import java.io.IOException;
import org.apiguardian.api.API;

/** What a socket waits for before it connects. */
@API(status = API.Status.EXPERIMENTAL)
@FunctionalInterface
public interface ConnectGate {

    /**
     * Returns when the socket may connect; may block.
     *
     * @throws IOException where it must not any more
     */
    void pass() throws IOException;

    /** A socket that has passed is connected. Returns at once. */
    default void passed() {}
}
