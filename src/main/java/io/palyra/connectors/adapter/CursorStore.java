package io.palyra.connectors.adapter;

import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * How far a connector instance has read its platform's streams (a channel, an update queue). Kept as long as the instance
 * is registered. Thread safe.
 */
@API(status = API.Status.STABLE)
public interface CursorStore {

    /**
     * The stored position of each stream; reads the store and may block. The streams that are to be read first are the first:
     * those of conversations with people who are let in, before those of others, of whom there may be any number.
     */
    Map<String, String> positions();

    /**
     * Stores a position. Returns at once; it commits with the next group, never before what was admitted earlier. Call it
     * only after {@link InboundSink#emit} has returned for everything up to this position.
     *
     * @param stream at most 256 bytes
     * @param position at most 256 bytes
     * @param overlap what the platform may give again from there; null where it gives only what lies behind the position
     */
    void move(String stream, String position, @Nullable ReadAgain overlap);

    /** Stores the position of a stream that is read without an overlap. */
    default void move(String stream, String position) {
        move(stream, position, null);
    }

    /** Removes the position of a stream that is gone for good, and with it what is known of its overlap. Returns at once. */
    void forget(String stream);
}
