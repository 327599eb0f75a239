package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.protocol.EnvelopeId;

/**
 * Makes events of a platform's messages, live ones and those of the history alike. Called by one thread at a time for a feed, by
 * several for different ones.
 *
 * @param <M> a message as the platform gives it
 */
public interface MessageReader<M> {

    /** One that {@link MessageOrder#isId} takes: a message without is not handed to a feed. */
    String id(M message);

    /**
     * Reads a message; parts that make no sense are left out. Blocks for nothing.
     *
     * @throws RuntimeException where it lacks what every message has: it is rejected for good, with that reason
     */
    Reading read(String feed, M message);

    /** The same for the same message each time, also for one that cannot be read. */
    EnvelopeId envelope(M message);

    /**
     * A live message is done with: admitted and committed, or left out for good. For platforms that want to be told. Not called
     * for what is forgotten because too much waits, or when the session ends: that comes again from the history. Returns at once.
     */
    default void settled(M message) {}
}
