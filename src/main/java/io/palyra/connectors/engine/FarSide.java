package io.palyra.connectors.engine;

/** What the end of an attempt tells about the other side: a connector's platform, or the daemon. */
public enum FarSide {
    /** It is there: it took the message, or said something that is known to speak of this message. */
    ANSWERED,
    /** What happened may happen to every other message as well. */
    FAILED,
    /** Nothing. */
    UNKNOWN
}
