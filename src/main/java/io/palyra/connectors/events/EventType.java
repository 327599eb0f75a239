package io.palyra.connectors.events;

/** What an event says. The wire name is stable. */
public enum EventType {
    CONNECTOR_REGISTERED("connector.registered"),
    CONNECTOR_ENABLED_CHANGED("connector.enabled_changed"),
    CONNECTOR_REMOVED("connector.removed"),
    CLOCK_JUMPED("clock.jumped"),
    INBOUND_RECEIVED("inbound.received"),
    INBOUND_DUPLICATE("inbound.duplicate"),
    INBOUND_PUT_OFF("inbound.put_off"),
    INBOUND_REJECTED("inbound.rejected"),
    INBOUND_ROUTED("inbound.routed"),
    INBOUND_NOT_ROUTED("inbound.not_routed"),
    INBOUND_RETRY("inbound.retry"),
    INBOUND_DEAD_LETTER("inbound.dead_letter"),
    OUTBOX_ENQUEUED("outbox.enqueued"),
    OUTBOX_LEFT_OUT("outbox.left_out"),
    OUTBOX_DUPLICATE("outbox.duplicate"),
    OUTBOX_DELIVERED("outbox.delivered"),
    OUTBOX_RETRY("outbox.retry"),
    OUTBOX_UNKNOWN("outbox.unknown"),
    OUTBOX_DEAD_LETTER("outbox.dead_letter"),
    DEAD_LETTER_REPLAYED("dead_letter.replayed"),
    DEAD_LETTER_DISCARDED("dead_letter.discarded"),
    QUEUE_PAUSED("queue.paused"),
    QUEUE_RESUMED("queue.resumed"),
    OPERATOR_ACTION("operator.action"),
    MESSAGE_READ("message.read"),
    MESSAGE_SEARCH("message.search"),
    MESSAGE_EDIT("message.edit"),
    MESSAGE_DELETE("message.delete"),
    MESSAGE_REACT_ADD("message.react_add"),
    MESSAGE_REACT_REMOVE("message.react_remove");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
