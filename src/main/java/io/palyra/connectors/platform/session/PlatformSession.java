package io.palyra.connectors.platform.session;

import java.util.Map;
import java.util.function.Supplier;

/** A session that is open. Thread safe; what does not wait for a call returns at once. */
public interface PlatformSession extends AutoCloseable {

    /** How the connection does. */
    ConnectionState state();

    /** Makes a call that {@link #close} waits for. */
    <T> T inHand(Supplier<T> call);

    /** What it knows of itself, for operators; never a secret. A map of its own each time. */
    Map<String, Object> view();

    /** Ends it for good; may block until calls in hand have ended. */
    @Override
    void close();
}
