package io.palyra.connectors.discord;

/** What a refusal of Discord speaks of. */
enum RefusalMeaning {
    /** The message, or what else the request is about: no attempt will change it. */
    MESSAGE,
    /** The channel, the thread, the guild or the recipient. */
    TARGET,
    /** The message that this one answers: it can be sent without naming that. */
    REPLY,
    /** Nobody knows: a code that is not in {@link DiscordCode}. */
    UNKNOWN
}
