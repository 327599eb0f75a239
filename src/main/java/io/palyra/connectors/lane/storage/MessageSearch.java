package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireEnum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds messages and conversations by what an operator knows of them. Reads on its own; may block. */
public interface MessageSearch {

    /** Messages of each direction among which texts, people and the platform's ids are looked for. */
    int NEWEST = 10_000;

    /** By what something was found. */
    enum By implements WireEnum {
        ENVELOPE_ID,
        CONVERSATION_ID,
        NATIVE_MESSAGE_ID,
        SENDER,
        TEXT
    }

    /**
     * A message, or a conversation, of which there is no more than its id and its connector.
     *
     * @param state as it is stored
     * @param nativeMessageId what the platform calls it; null where that is not known
     * @param text of the message
     */
    record Hit(
            By by,
            ConnectorId connectorId,
            String conversationId,
            @Nullable Direction direction,
            @Nullable EnvelopeId envelopeId,
            @Nullable String state,
            @Nullable Long createdAtUnixMs,
            @Nullable String nativeMessageId,
            @Nullable String senderId,
            @Nullable String senderDisplay,
            @Nullable String text) {}

    /**
     * Ids of messages and of conversations by their beginnings, among all that are stored; a conversation also without what its
     * connector writes before the platform's id, such as {@code discord:channel:}. The rest by any part of it, among the newest
     * {@value #NEWEST} of each direction, where case does not matter for ASCII letters.
     *
     * @param sought not blank
     * @param withTexts whether texts are searched, and told
     * @param limit of hits of each kind
     * @return conversations, then messages that were found by their ids, then the others, newest first
     */
    List<Hit> search(String sought, boolean withTexts, int limit);
}
