package io.palyra.connectors.contract;

import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.testkit.Platform;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What a connector's author says about its platform's stand-in: what to start it with, how to make it fail, what it has
 * taken. Lives as long as the test class; the program around it starts several times.
 */
public interface PlatformUnderTest extends Platform, AutoCloseable {

    /** What can go wrong with one message. */
    enum Trouble {
        RATE_LIMIT,
        NETWORK,
        RESTARTING,
        /** The platform has taken the message, or not; the connector cannot tell. */
        UNKNOWN,
        REFUSED
    }

    /** What a connector declares of itself; a rule then checks that, or that it is indeed absent. */
    enum Trait {
        /** It cannot work without a secret. */
        NEEDS_CREDENTIAL,
        /** It stores how far it has read. */
        KEEPS_CURSOR,
        /** A message whose outcome is unknown waits for an operator. */
        UNKNOWN_WAITS,
        /** Its platform knows a message that is sent once more, and takes it once. */
        KNOWS_SECOND_SENDS,
        /** It marks whom a message mentions or answers. */
        MARKS_MENTIONS,
        /** Programs can write under the name of a person. */
        LENDS_NAMES
    }

    /**
     * A message whose answer is held back.
     *
     * @param inHand whether the connector waits for it
     * @param release lets the answer go
     */
    record Hold(BooleanSupplier inHand, Runnable release) {

        /** Where sends end at once, there is nothing to hold. */
        public static final Hold NONE = new Hold(() -> true, () -> {});
    }

    Set<Trait> traits();

    /** What it can be made to do; {@link Trouble#REFUSED} and {@link Trouble#UNKNOWN} belong to every connector. */
    Set<Trouble> troubles();

    /** A conversation that nobody else has used; answers its id. */
    String newConversation(String name);

    /**
     * A thread in it, where the connector declares threads; answers its id. It may be a conversation of its own, or belong to its
     * conversation.
     */
    String newThread(String conversation);

    /**
     * Makes the next message to the conversation fail once ({@link Trouble#REFUSED}: for good).
     *
     * @return the text to send, which may have to carry a marker
     */
    String failNext(Trouble trouble, String conversation, String text);

    /** Holds the answer to the next message to the conversation. */
    Hold holdNext(String conversation);

    /** The direct conversation with somebody; answers its id. */
    String newDirect(Author with);

    /** The id that the platform knows somebody by, bare, as an operator writes it in {@code access-allow-from}. */
    String senderId(Author author);

    /** Somebody writes; the platform tells the connector when there is one. */
    void says(Words words);

    /** What somebody wrote, of a text that was heard: without the marks that stand in the texts of some platforms. */
    default String unmarked(String text) {
        return text;
    }

    default void userSays(String conversation, String text) {
        says(Words.of(conversation, Author.person("user"), text));
    }

    /**
     * Another bot writes.
     *
     * @param toUs whether it speaks to the connector's bot: mentions it, or says it in a direct conversation
     */
    default void botSays(String conversation, String text, boolean toUs) {
        says(Words.of(conversation, Author.bot("bot"), text).as(toUs ? Words.Manner.MENTIONS_US : Words.Manner.PLAIN));
    }

    /** The platform tells the newest message of a person once more. */
    void tellAgain();

    /** The secret is there, or gone. */
    void credential(boolean present) throws IOException;

    @Override
    void close() throws Exception;
}
