package io.palyra.connectors.events;

import java.util.Locale;

/** A fact in the {@code details} of an event. The wire name is stable. */
public enum EventField {
    ENVELOPE_ID("string", "id of the message"),
    CONVERSATION_ID("string", "conversation on the platform"),
    SENDER_ID("string", "who wrote the message"),
    MESSAGE_ID("string", "the platform's id of the message that was worked on"),
    NATIVE_MESSAGE_ID("string", "the platform's id of the delivered message"),
    ATTEMPTS("integer", "attempts that have counted so far"),
    LATENCY_MS("integer", "from the time when the message was stored"),
    NEXT_ATTEMPT_UNIX_MS("integer", "not tried before this time"),
    CLASS("string", "why it waits: a retry class, or another cause such as route_failure"),
    READINESS("string", "readiness of the connector that cannot deliver; no attempt has counted"),
    RESOLUTION("string", "automatic: the program finds out; operator: resend or discard"),
    ENQUEUED_OUTBOUND("integer", "replies that are in the outbox now"),
    LEFT_OUT("list of strings", "parts of the message with which the connector does nothing"),
    DEAD_LETTER_ID("integer", "number of the dead letter"),
    DIRECTION("string", "inbound or outbound"),
    STATUS("string", "what became of the operation"),
    REASON("string", "why it was not done or did not succeed, or why it is so"),
    FROM("string", "what it was"),
    TO("string", "what it is"),
    SINCE_UNIX_MS("integer", "when it began"),
    CODE("string", "code of a request, by which operators name it; no secret"),
    CODE_ID("string", "number of a pairing code; says nothing of the code"),
    COUNT("integer", "messages that the event stands for"),
    EXPIRES_AT_UNIX_MS("integer", "when it ends"),
    FIELDS("list of strings", "rules that were changed"),
    CALL("string", "method and path of the call"),
    ORIGIN("string", "cli, or api for every other caller"),
    NODE("string", "the name of a program among those that share the store"),
    APPROVAL_ID("string", "id of the approval"),
    OPERATION("string", "edit, delete, react_add or react_remove"),
    RISK_LEVEL("string", "low, medium, high or critical"),
    REQUESTED_BY("string", "the name of the token of who asked for it"),
    OPERATOR("string", "whose token it was; where no tokens are in use, who the caller says he is"),
    PROVEN("boolean", "whether a token shows that"),
    CLAIMED("string", "who the caller says he is, beside the name of his token"),
    JUMP_MS("integer", "how far the clock was moved; below zero: back"),
    BEFORE_UNIX_MS("integer", "what it would have shown"),
    AFTER_UNIX_MS("integer", "what it shows");

    private final String type;
    private final String description;

    EventField(String type, String description) {
        this.type = type;
        this.description = description;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the JSON value. */
    public String type() {
        return type;
    }

    public String description() {
        return description;
    }
}
