package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Instant;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/** An adapter that can look into the platform's history for a message whose outcome is not known. */
@API(status = API.Status.STABLE)
public interface DeliveryLookup {

    /**
     * Looks for the message. May block; never called while a send of the same conversation is on its way.
     *
     * @param sentAfter the message was not sent before this time
     * @param isAnothers whether a message of the platform's is known to be another one of the outbox. To be asked of whatever
     *     only resembles this one, as two messages may have the same text; may block
     */
    Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers);

    /** What the history says. */
    sealed interface Finding {

        /** The platform has the message. */
        record Found(MessageId nativeMessageId) implements Finding {}

        /** The platform certainly does not have it: it may be sent again. */
        record Absent() implements Finding {}

        /** The history was read, and does not tell; asking again will not change that. */
        record Undecided(String reason) implements Finding {}

        /** The platform could not be asked at present: nothing is learnt, and it is no attempt. */
        record NotAsked(String reason) implements Finding {}
    }
}
