package io.palyra.connectors.platform.inbound;

/** What a platform says of a feed by failing a request about it. */
public enum FeedAnswer {
    /** It does not show it. The feed is read once it may be. */
    REFUSED,
    /** There is no such conversation any more. */
    GONE,
    /** Nothing: something failed on the way, and it is asked again. */
    NONE
}
