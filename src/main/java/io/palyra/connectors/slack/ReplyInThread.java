package io.palyra.connectors.slack;

/** Where a message that answers another one goes. */
public enum ReplyInThread {
    /** Into the thread that the message names, or that of the message that it answers; else into the channel. */
    SAME,
    /** Into a thread, always: that of the message it answers is begun where there is none. */
    ALWAYS,
    /** Into the channel, also where it answers a message of a thread. */
    NEVER
}
