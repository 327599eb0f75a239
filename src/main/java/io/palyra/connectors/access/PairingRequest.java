package io.palyra.connectors.access;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireEnum;
import org.jspecify.annotations.Nullable;

/**
 * A stranger has written in a direct conversation, and an operator is to decide about him.
 *
 * @param senderDisplay his name then; for people to read, nothing is decided by it
 * @param code what he was told, and by which operators name the request; no secret
 * @param told whether he was told it: not yet where many have asked within a minute
 * @param expiresAtUnixMs from then on he may ask again
 */
public record PairingRequest(
        ConnectorId connectorId,
        SenderId senderId,
        @Nullable String senderDisplay,
        ConversationId conversationId,
        String code,
        State state,
        boolean told,
        long createdAtUnixMs,
        long expiresAtUnixMs) {

    public enum State implements WireEnum {
        OPEN,
        /** Kept, so that he is not told once more. */
        DENIED
    }

    boolean holdsAt(long unixMs) {
        return unixMs < expiresAtUnixMs;
    }

    boolean isOpenAt(long unixMs) {
        return state == State.OPEN && holdsAt(unixMs);
    }

    PairingRequest told(boolean now) {
        return with(state, now, expiresAtUnixMs);
    }

    PairingRequest denied() {
        return with(State.DENIED, told, expiresAtUnixMs);
    }

    /** As it is once the clock was moved so far. */
    PairingRequest moved(long ms) {
        return ms == 0 ? this : with(state, told, expiresAtUnixMs + ms);
    }

    private PairingRequest with(State newState, boolean newTold, long newEnd) {
        return new PairingRequest(
                connectorId, senderId, senderDisplay, conversationId, code, newState, newTold, createdAtUnixMs, newEnd);
    }
}
