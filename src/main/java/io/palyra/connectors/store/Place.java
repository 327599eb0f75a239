package io.palyra.connectors.store;

import java.io.IOException;
import java.util.Optional;

/** Whether what is written to is still the store. */
interface Place {

    /** Asked at every commit. */
    default boolean isInPlace() {
        return true;
    }

    /** Whether what has just been committed can be found by the next start; only while the connection that writes is open. */
    default boolean isLogInPlace() {
        return true;
    }

    /** Damage was found in it, or harm was done to it: what the next start has to know. */
    default void damaged(String harm) {
        // A server looks after its own
    }

    /** What has become of the store, and what to do; empty where it is as it should be. Asked once a second. */
    default Optional<String> harm() throws IOException {
        return Optional.empty();
    }

    /** It is lost: nothing of it is closed any more, as that might write. */
    default void abandon() {
        // A server writes nothing when a connection ends
    }
}
