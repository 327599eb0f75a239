package io.palyra.connectors.platform.http;

/** What a platform's code speaks of. A {@link CodeTable} gives each code that is known its meaning. */
public enum CodeMeaning {
    /** The message, or what else the request is about: no attempt will change it. */
    MESSAGE,
    /** The conversation or the recipient. */
    TARGET,
    /** The message that this one answers: it can be sent without naming that. */
    REPLY,
    /** A limit in other words than 429. */
    LIMITED,
    /** Later, for no fault of ours; nothing was done. */
    NOT_NOW,
    /** The platform failed on the way, and may have done what was asked. */
    PERHAPS_DONE,
    /** The bot's account or token. */
    TOKEN,
    /** How the bot or its app is set up: a missing scope, a method that is not there. */
    SET_UP,
    /** What stands between us and the platform, or where the URL of the API points to. */
    FOREIGN
}
