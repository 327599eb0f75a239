package io.palyra.connectors.fake;

/** One way each to be a bad connector. */
public enum Sabotage {
    /** A good one. */
    NONE,
    /** Shows a second send of the same key again. */
    DOUBLES_THE_SAME_KEY,
    /** Answers that a message was delivered which the platform did not take. */
    SWALLOWS_FAILURES,
    /** Says of an outcome that is not known that it is certain. */
    GUESSES_UNKNOWN_OUTCOMES,
    /** Takes the platform's no to one message for a fault of the whole connector. */
    BLAMES_ITSELF_FOR_A_MESSAGE,
    /** Declares more characters than the platform takes. */
    DECLARES_TOO_LONG_TEXTS,
    /** Declares an operation that fails. */
    DECLARES_WHAT_FAILS,
    /** Starts without its secret, and says that all is well. */
    STARTS_WITHOUT_CREDENTIAL,
    /** Its second session is as good as closed: the first message fails. */
    DOES_NOT_OPEN_AGAIN,
    /** At a stop it answers delivered for what it still has in hand, and forgets it. */
    FORGETS_WHAT_IS_IN_HAND,
    /** A new session begins with what comes next, not where the last one ended. */
    SKIPS_WHAT_CAME_WHILE_DOWN,
    /** Takes other bots for people. */
    HIDES_BOTS,
    /** Takes whatever a bot says as spoken to us. */
    TAKES_EVERYTHING_AS_A_MENTION,
    /** Gives a repeated message an envelope of its own. */
    NEW_ENVELOPE_EACH_TIME,
    /** Moves the cursor before the inbox has the message. */
    MOVES_THE_CURSOR_FIRST,
    /** Does not tell that a message mentions it. */
    HIDES_MENTIONS,
    /** Does not tell that a message answers it. */
    HIDES_ANSWERS,
    /** Takes a mention of everybody for one of itself. */
    IS_EVERYBODY,
    /** Takes an answer to somebody else for one to itself. */
    IS_ANSWERED_BY_ALL,
    /** Tells facts of what it hears only, not of what it reads later. */
    KNOWS_NOTHING_OF_HISTORY,
    /** Knows senders by the names that they show. */
    TAKES_NAMES_FOR_IDS,
    /** Writes ids in a way that nobody else does. */
    DRESSES_IDS,
    /** Takes whoever writes under the name of a person for a person. */
    TAKES_WEBHOOKS_FOR_PEOPLE,
    /** Takes whoever writes under the name of a person for that person. */
    LENDS_IDS,
    /** Does not tell that a conversation is with one person. */
    HIDES_DIRECT_CONVERSATIONS,
    /** Takes a group for one person. */
    TAKES_GROUPS_FOR_DIRECT,
    /** Does not tell what conversation a thread is in. */
    HIDES_PARENTS
}
