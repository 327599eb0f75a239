package io.palyra.connectors.engine;

import java.time.Duration;

/** Waits that double, for tries that cost no attempt and so have no policy. */
record Backoff(Duration first, Duration cap) {

    /** The far side does not do its part, and that is not the message's fault. */
    static final Backoff PROBE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** The daemon works, and has no room at this moment. */
    static final Backoff BUSY = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2));

    /** The wait after so many tries in a row, at least 1. */
    Duration after(int tries) {
        Duration wait = first;
        for (int i = 1; i < tries && wait.compareTo(cap) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(cap) < 0 ? wait : cap;
    }
}
