package io.palyra.connectors.access;

import io.palyra.connectors.protocol.WireEnum;

/** Why a message is let in or refused. The wire name is stable. */
public enum AccessReason implements WireEnum {
    SENDER_DENIED(false, "the sender is in access-deny-from"),
    OTHER_BOT(false, "a bot or a webhook wrote it, and other-bots keeps it out"),
    DIRECT_OFF(false, "access-dm is off"),
    DIRECT_OPEN(true, "access-dm is open"),
    SENDER_ALLOWED(true, "the sender is in access-allow-from"),
    SENDER_GRANTED(true, "an operator has let the sender in"),
    SENDER_NOT_ALLOWED(false, "the sender is not in access-allow-from"),
    PAIRING_REQUIRED(false, "the sender has to be let in by an operator"),
    PAIRING_REQUESTED(false, "the sender was told how to be let in"),
    PAIRING_PENDING(false, "the sender's request is open"),
    PAIRING_DENIED(false, "an operator has denied the sender's request"),
    PAIRING_FULL(false, "the list of requests is full"),
    PAIRED(false, "the message was a pairing code, and its sender is let in from now on"),
    PAIRED_BEFORE(false, "the message was a pairing code of a sender who is let in already"),
    PAIRING_CODE_WRONG(false, "the message was a pairing code that is not valid"),
    PAIRING_CODE_LIMIT(false, "too many wrong pairing codes; none is looked at for up to an hour"),
    GROUPS_OFF(false, "access-groups is off"),
    CONVERSATION_NOT_ALLOWED(false, "the conversation is not in access-allow-conversations"),
    NOT_MENTIONED(
            false,
            "the message neither mentions the bot nor answers it, and nothing of access-mention-patterns is in it"),
    MENTIONED(true, "the message speaks to the bot"),
    GROUP_OPEN(true, "access-groups is all");

    private final boolean allowed;
    private final String description;

    AccessReason(boolean allowed, String description) {
        this.allowed = allowed;
        this.description = description;
    }

    public boolean isAllowed() {
        return allowed;
    }

    /** For people. */
    public String description() {
        return description;
    }
}
