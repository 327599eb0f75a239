package io.palyra.connectors.platform.http;

/** What a refusal speaks of, as far as that is in the request. */
public enum RefusalMeaning {
    /** The message, or what else the request is about: no attempt will change it. */
    MESSAGE,
    /** The conversation or the recipient. */
    TARGET,
    /** The message that this one answers: it can be sent without naming that. */
    REPLY,
    /** Nobody knows: the code is not in the platform's {@link CodeTable}. */
    UNKNOWN
}
