package io.palyra.connectors.contract;

import org.jspecify.annotations.Nullable;

/**
 * What somebody writes on a platform. The stand-in gives it the marks that the platform's own clients would give it; the text
 * stays as it is.
 *
 * @param thread where it is written, in the conversation; null: beside all threads
 */
public record Words(String conversation, @Nullable String thread, Author by, Manner manner, String text) {

    /** To whom it speaks. */
    public enum Manner {
        PLAIN,
        MENTIONS_US,
        MENTIONS_EVERYBODY,
        MENTIONS_ANOTHER,
        /** The newest message of ours in the conversation. */
        ANSWERS_US,
        /** The newest message of somebody else in the conversation. */
        ANSWERS_ANOTHER
    }

    /**
     * Who writes.
     *
     * @param account names it in the test, of a webhook whom it poses as; the same name is the same account
     * @param display the name that the platform shows
     */
    public record Author(Kind kind, String account, String display) {

        public enum Kind {
            PERSON,
            BOT,
            /** A program that writes under the name and the picture of a person. */
            WEBHOOK
        }

        public static Author person(String account) {
            return new Author(Kind.PERSON, account, account);
        }

        public static Author bot(String account) {
            return new Author(Kind.BOT, account, account);
        }

        /** A webhook with the name and the picture of that person. */
        public Author imposter() {
            return new Author(Kind.WEBHOOK, account, display);
        }

        public Author named(String name) {
            return new Author(kind, account, name);
        }
    }

    public static Words of(String conversation, Author by, String text) {
        return new Words(conversation, null, by, Manner.PLAIN, text);
    }

    public Words as(Manner other) {
        return new Words(conversation, thread, by, other, text);
    }

    public Words in(String someThread) {
        return new Words(conversation, someThread, by, manner, text);
    }
}
