package io.palyra.connectors.platform.message;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.inbound.HistoryPage;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.Optional;

/**
 * The history of a platform, for {@link HistoryLookup}. Called from several threads at once; methods that throw {@link
 * RequestException} may block, all others return at once.
 *
 * @param <M> a message as the platform gives it
 */
public interface MessageHistory<M> {

    /** How much a message of the history is like the one that is looked for. */
    enum Likeness {
        /** It is another one. */
        OTHER,
        /** It may be it: nobody but an operator can tell, unless it is known to be another one. */
        PERHAPS,
        /** It is it, unless it is known to be another one. */
        LIKELY,
        /** It bears the mark of this message. */
        CERTAIN
    }

    /**
     * Where the message is if the platform has it.
     *
     * @throws InvalidEnvelopeException where it names no place
     */
    String place(OutboundMessageRequest request) throws RequestException;

    /** Why its history would not tell, such as a permission that is missing; empty where it would. */
    Optional<String> obstacle(String place) throws RequestException;

    /**
     * The messages right behind a position. Nothing is left out: a message that is not there means something.
     *
     * @param position an id, of which there may be no message; exclusive
     */
    HistoryPage<M> after(String place, String position) throws RequestException;

    MessageId id(M message);

    Likeness likeness(M message, OutboundMessageRequest request);

    /** Whether what was thrown says that an answer of the platform is not in its form. */
    boolean isUnreadable(RuntimeException failure);
}
