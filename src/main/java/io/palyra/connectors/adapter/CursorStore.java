package io.palyra.connectors.adapter;

import java.util.Map;

/**
 * How far a connector instance has read its platform's streams (a channel, an update queue). Kept as long as the instance
 * is registered. Thread safe.
 */
public interface CursorStore {

    /** The stored position of each stream; reads the store and may block. */
    Map<String, String> positions();

    /**
     * Stores a position. Returns at once; it commits with the next group, never before what was admitted earlier. Call it
     * only after {@link InboundSink#emit} has returned for everything up to this position.
     *
     * @param stream at most 256 bytes
     * @param position at most 256 bytes
     */
    void move(String stream, String position);
}
