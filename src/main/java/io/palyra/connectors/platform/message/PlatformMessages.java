package io.palyra.connectors.platform.message;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.Preflight;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a platform, for {@link OperationAnswers}; where it shows bots what others wrote, {@link ReadableMessages}. Called from
 * several threads at once; methods that throw {@link RequestException} may block, all others return at once.
 *
 * @param <C> an operation that was checked, with what is known of its place
 * @param <M> a message as the platform gives it
 */
public interface PlatformMessages<C extends PlatformMessages.Checked, M> {

    /** An operation that was checked before anything is done. */
    interface Checked {

        /** Whether it is allowed, and what is missing where it is not. */
        Preflight preflight();
    }

    /** How people call the platform. */
    String platform();

    /** Checks an operation; one that the platform would not permit is an answer. */
    C check(MessageFeature feature, MessageTarget target) throws RequestException;

    /** Null where there is no such message. */
    @Nullable
    M find(C checked, MessageId messageId) throws RequestException;

    /** Whether a request that failed was refused because of the message or its place: the operation is denied then, with that reason. */
    boolean isDenial(RequestException failure);

    /** Whether what was thrown says that an answer of the platform is not in its form. */
    default boolean isUnreadable(RuntimeException failure) {
        return false;
    }
}
