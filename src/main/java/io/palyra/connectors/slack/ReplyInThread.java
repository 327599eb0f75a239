package io.palyra.connectors.slack;

/** Where a message that answers another one goes. */
public enum ReplyInThread {
    /**
     * Into the thread that the message names, or that of the message that it answers, which begins one where it is in none; else
     * into the channel.
     */
    SAME,
    /** The same, and the answer to a message of the channel begins a thread there. */
    ALWAYS,
    /** Into the channel, also where it answers a message of a thread. */
    NEVER
}
