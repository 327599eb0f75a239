package io.palyra.connectors.access;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireEnum;
import org.jspecify.annotations.Nullable;

/**
 * An operator has let somebody write in direct conversations with an instance.
 *
 * @param senderDisplay his name when he was let in; for people to read, nothing is decided by it
 * @param conversationId where he was let in
 * @param by who let him in, or who gave out the code; as he named himself
 * @param expiresAtUnixMs from then on he is a stranger again; null: never
 */
public record Grant(
        ConnectorId connectorId,
        SenderId senderId,
        @Nullable String senderDisplay,
        ConversationId conversationId,
        Way way,
        @Nullable String by,
        long createdAtUnixMs,
        @Nullable Long expiresAtUnixMs) {

    /** How he was let in. */
    public enum Way implements WireEnum {
        REQUEST,
        CODE
    }

    boolean holdsAt(long unixMs) {
        return expiresAtUnixMs == null || unixMs < expiresAtUnixMs;
    }

    /** As it is once the clock was moved so far. */
    Grant moved(long ms) {
        return expiresAtUnixMs == null || ms == 0
                ? this
                : new Grant(
                        connectorId,
                        senderId,
                        senderDisplay,
                        conversationId,
                        way,
                        by,
                        createdAtUnixMs,
                        expiresAtUnixMs + ms);
    }
}
