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
    MOVES_THE_CURSOR_FIRST
}
