package io.palyra.connectors.access;

import io.palyra.connectors.protocol.WireEnum;

/** What is taken of a conversation of several people. */
public enum GroupRule implements WireEnum {
    /** What speaks to the bot. */
    MENTION,
    /** What those in {@code access-allow-from} say, to the bot or not. */
    ALLOWLIST,
    /** What anybody says. */
    ALL,
    /** Nothing. */
    OFF
}
