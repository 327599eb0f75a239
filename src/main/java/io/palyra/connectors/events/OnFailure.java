package io.palyra.connectors.events;

/** What follows where a route has failed with an event. */
public enum OnFailure {
    /** It is given again, after 1, 2, 4 … 60 s, and nothing behind it until it is taken. */
    retry,
    /** A warning in the log, and the next event. */
    skip
}
