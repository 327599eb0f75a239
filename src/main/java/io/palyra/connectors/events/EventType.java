package io.palyra.connectors.events;

import java.util.List;

/** What an event says, and which facts it may carry. The wire name is stable. */
public enum EventType {
    CONNECTOR_REGISTERED("connector.registered", "an instance is known from now on"),
    CONNECTOR_ENABLED_CHANGED("connector.enabled_changed", "an instance was enabled or disabled"),
    CONNECTOR_REMOVED("connector.removed", "an instance was removed; its messages stay in the store"),
    CONNECTOR_READINESS_CHANGED(
            "connector.readiness_changed",
            "it cannot work until an operator has corrected something, or it can again",
            EventField.FROM,
            EventField.TO,
            EventField.REASON),
    CONNECTOR_LIVENESS_CHANGED(
            "connector.liveness_changed",
            "its own machinery runs, or does not",
            EventField.FROM,
            EventField.TO,
            EventField.REASON),
    SESSION_LOST("session.lost", "the platform session is lost, and is opened again by itself", EventField.REASON),
    SESSION_BACK("session.back", "the platform session is open again"),
    PLATFORM_UNREACHABLE("platform.unreachable", "no message gets through; one at a time tries", EventField.REASON),
    PLATFORM_REACHED("platform.reached", "messages get through again"),
    DAEMON_FAILING("daemon.failing", "calls of the daemon fail; messages are kept", EventField.REASON),
    DAEMON_ANSWERS("daemon.answers", "the daemon answers again"),
    STORE_RECOVERED(
            "store.recovered",
            "the store takes writes again after it took none, or not all, for a while",
            EventField.REASON,
            EventField.SINCE_UNIX_MS),
    CLOCK_JUMPED(
            "clock.jumped",
            "the clock that times go by was set",
            EventField.JUMP_MS,
            EventField.BEFORE_UNIX_MS,
            EventField.AFTER_UNIX_MS),
    NODE_JOINED("node.joined", "another program shares the store from now on", EventField.NODE),
    NODE_LEFT("node.left", "a node was stopped in order", EventField.NODE),
    NODE_LOST("node.lost", "a node did not renew its lease; others have what it had", EventField.NODE),
    COMMITS_LOST(
            "store.commits_lost", "the database came back without what a node had committed last", EventField.NODE),
    CONNECTOR_MOVED("connector.moved", "another node runs the instance from now on", EventField.NODE),
    INBOUND_RECEIVED("inbound.received", "a message is in the inbox", EventField.ENVELOPE_ID),
    INBOUND_DUPLICATE(
            "inbound.duplicate", "a message came once more, and was not stored again", EventField.ENVELOPE_ID),
    INBOUND_PUT_OFF(
            "inbound.put_off",
            "a message of a bot that does not stop is handed on later",
            EventField.ENVELOPE_ID,
            EventField.CONVERSATION_ID,
            EventField.SENDER_ID,
            EventField.NEXT_ATTEMPT_UNIX_MS),
    INBOUND_REJECTED("inbound.rejected", "a message cannot be taken, and comes never", EventField.ENVELOPE_ID),
    INBOUND_REFUSED(
            "inbound.refused",
            "the rules of access keep messages of a sender out; one event an hour for each sender",
            EventField.ENVELOPE_ID,
            EventField.SENDER_ID,
            EventField.CONVERSATION_ID,
            EventField.REASON,
            EventField.COUNT),
    INBOUND_ROUTED(
            "inbound.routed",
            "the daemon has answered; its replies are in the outbox",
            EventField.ENVELOPE_ID,
            EventField.ENQUEUED_OUTBOUND,
            EventField.ATTEMPTS,
            EventField.LATENCY_MS),
    INBOUND_NOT_ROUTED("inbound.not_routed", "the daemon has refused the message", EventField.ENVELOPE_ID),
    INBOUND_RETRY(
            "inbound.retry",
            "the daemon is asked again later",
            EventField.ENVELOPE_ID,
            EventField.REASON,
            EventField.ATTEMPTS,
            EventField.NEXT_ATTEMPT_UNIX_MS),
    INBOUND_DEAD_LETTER(
            "inbound.dead_letter",
            "a message is given up on its way to the daemon",
            EventField.ENVELOPE_ID,
            EventField.REASON,
            EventField.ATTEMPTS),
    OUTBOX_ENQUEUED("outbox.enqueued", "a message, or a part of a split one, is in the outbox", EventField.ENVELOPE_ID),
    OUTBOX_LEFT_OUT(
            "outbox.left_out",
            "the connector does nothing with a part of the message",
            EventField.ENVELOPE_ID,
            EventField.LEFT_OUT),
    OUTBOX_DUPLICATE(
            "outbox.duplicate",
            "a message was sent with an id that is taken, and was not stored",
            EventField.ENVELOPE_ID),
    OUTBOX_DELIVERED(
            "outbox.delivered",
            "the platform has confirmed",
            EventField.ENVELOPE_ID,
            EventField.NATIVE_MESSAGE_ID,
            EventField.ATTEMPTS,
            EventField.LATENCY_MS),
    OUTBOX_RETRY(
            "outbox.retry",
            "a message is sent again later",
            EventField.ENVELOPE_ID,
            EventField.REASON,
            EventField.CLASS,
            EventField.ATTEMPTS,
            EventField.NEXT_ATTEMPT_UNIX_MS,
            EventField.READINESS),
    OUTBOX_UNKNOWN(
            "outbox.unknown",
            "the platform may or may not have the message",
            EventField.ENVELOPE_ID,
            EventField.REASON,
            EventField.RESOLUTION,
            EventField.ATTEMPTS,
            EventField.NEXT_ATTEMPT_UNIX_MS),
    OUTBOX_DEAD_LETTER(
            "outbox.dead_letter",
            "a message is given up on its way to the platform",
            EventField.ENVELOPE_ID,
            EventField.REASON,
            EventField.ATTEMPTS),
    DEAD_LETTER_REPLAYED(
            "dead_letter.replayed",
            "an operator has a dead letter tried again",
            EventField.ENVELOPE_ID,
            EventField.DEAD_LETTER_ID,
            EventField.DIRECTION),
    DEAD_LETTER_DISCARDED(
            "dead_letter.discarded",
            "an operator has given a dead letter up",
            EventField.ENVELOPE_ID,
            EventField.DEAD_LETTER_ID,
            EventField.DIRECTION),
    QUEUE_PAUSED("queue.paused", "an operator has paused the queue of an instance"),
    QUEUE_RESUMED("queue.resumed", "the queue delivers again"),
    ACCESS_REQUESTED(
            "access.requested",
            "somebody who is not let in has written",
            EventField.ENVELOPE_ID,
            EventField.SENDER_ID,
            EventField.CONVERSATION_ID,
            EventField.CODE,
            EventField.EXPIRES_AT_UNIX_MS),
    ACCESS_APPROVED(
            "access.approved",
            "an operator has let in who asked for it",
            EventField.SENDER_ID,
            EventField.OPERATOR,
            EventField.CODE,
            EventField.EXPIRES_AT_UNIX_MS),
    ACCESS_DENIED(
            "access.denied",
            "an operator has not let in who asked for it",
            EventField.SENDER_ID,
            EventField.OPERATOR,
            EventField.CODE),
    ACCESS_PAIRED(
            "access.paired",
            "somebody has written a pairing code, and is let in",
            EventField.ENVELOPE_ID,
            EventField.SENDER_ID,
            EventField.CONVERSATION_ID,
            EventField.CODE_ID),
    ACCESS_REVOKED(
            "access.revoked", "an operator lets a sender in no longer", EventField.SENDER_ID, EventField.OPERATOR),
    ACCESS_CODE_ISSUED(
            "access.code_issued",
            "an operator has a pairing code made",
            EventField.CODE_ID,
            EventField.EXPIRES_AT_UNIX_MS,
            EventField.OPERATOR),
    ACCESS_CHANGED("access.changed", "an operator has changed who may talk", EventField.FIELDS, EventField.OPERATOR),
    APPROVAL_REQUESTED(
            "approval.requested",
            "a change of a message waits for a second person",
            EventField.APPROVAL_ID,
            EventField.OPERATION,
            EventField.RISK_LEVEL,
            EventField.REQUESTED_BY,
            EventField.CONVERSATION_ID,
            EventField.MESSAGE_ID,
            EventField.REASON,
            EventField.EXPIRES_AT_UNIX_MS),
    APPROVAL_ALLOWED(
            "approval.allowed",
            "a second person lets a message be changed",
            EventField.APPROVAL_ID,
            EventField.OPERATION,
            EventField.RISK_LEVEL,
            EventField.REQUESTED_BY,
            EventField.CONVERSATION_ID,
            EventField.MESSAGE_ID,
            EventField.OPERATOR,
            EventField.REASON),
    APPROVAL_DENIED(
            "approval.denied",
            "a second person does not let a message be changed",
            EventField.APPROVAL_ID,
            EventField.OPERATION,
            EventField.RISK_LEVEL,
            EventField.REQUESTED_BY,
            EventField.CONVERSATION_ID,
            EventField.MESSAGE_ID,
            EventField.OPERATOR,
            EventField.REASON),
    APPROVAL_EXPIRED(
            "approval.expired",
            "nobody let a message be changed in time, or no connector ran that could have",
            EventField.APPROVAL_ID,
            EventField.OPERATION,
            EventField.RISK_LEVEL,
            EventField.REQUESTED_BY,
            EventField.CONVERSATION_ID,
            EventField.MESSAGE_ID),
    APPROVAL_USED(
            "approval.used",
            "the platform is about to be asked for a change that was allowed",
            EventField.APPROVAL_ID,
            EventField.OPERATION,
            EventField.RISK_LEVEL,
            EventField.REQUESTED_BY,
            EventField.CONVERSATION_ID,
            EventField.MESSAGE_ID),
    OPERATOR_ACTION(
            "operator.action",
            "somebody has changed something through the admin API",
            EventField.CALL,
            EventField.ORIGIN,
            EventField.OPERATOR,
            EventField.PROVEN,
            EventField.CLAIMED,
            EventField.ENVELOPE_ID),
    MESSAGE_READ(
            "message.read",
            "messages of a conversation were read",
            EventField.CONVERSATION_ID,
            EventField.STATUS,
            EventField.MESSAGE_ID,
            EventField.REASON),
    MESSAGE_SEARCH(
            "message.search",
            "messages were searched",
            EventField.CONVERSATION_ID,
            EventField.STATUS,
            EventField.MESSAGE_ID,
            EventField.REASON),
    MESSAGE_EDIT(
            "message.edit",
            "a message on the platform was edited, or that was refused",
            EventField.CONVERSATION_ID,
            EventField.STATUS,
            EventField.MESSAGE_ID,
            EventField.REASON),
    MESSAGE_DELETE(
            "message.delete",
            "a message on the platform was deleted, or that was refused",
            EventField.CONVERSATION_ID,
            EventField.STATUS,
            EventField.MESSAGE_ID,
            EventField.REASON),
    MESSAGE_REACT_ADD(
            "message.react_add",
            "a reaction was added, or that was refused",
            EventField.CONVERSATION_ID,
            EventField.STATUS,
            EventField.MESSAGE_ID,
            EventField.REASON),
    MESSAGE_REACT_REMOVE(
            "message.react_remove",
            "a reaction was removed, or that was refused",
            EventField.CONVERSATION_ID,
            EventField.STATUS,
            EventField.MESSAGE_ID,
            EventField.REASON);

    private final String wireName;
    private final String description;
    private final List<EventField> fields;

    EventType(String wireName, String description, EventField... fields) {
        this.wireName = wireName;
        this.description = description;
        this.fields = List.of(fields);
    }

    public String wireName() {
        return wireName;
    }

    /** For people; the reference page has it. */
    public String description() {
        return description;
    }

    /** Those that its details may have; which of them an event has depends on what happened. */
    public List<EventField> fields() {
        return fields;
    }

    boolean hasFields(Iterable<String> names) {
        for (String name : names) {
            if (fields.stream().noneMatch(field -> field.wireName().equals(name))) {
                return false;
            }
        }
        return true;
    }
}
