package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param message one sentence for people; carries neither message text nor secrets
 * @param details facts for programs, none but the {@linkplain EventType#fields() fields} of its type; {@code envelope_id} on
 *     every event of a message
 */
public record ConnectorEvent(
        ConnectorId connectorId, EventType type, EventLevel level, String message, Map<String, Object> details) {

    public ConnectorEvent {
        // Only tests look: an event that says too much is better than none
        assert type.hasFields(details.keySet()) : type.wireName() + " has undeclared details: " + details.keySet();
        details = EventDetails.of(details);
    }

    /** An event about the connector itself. */
    public static ConnectorEvent of(ConnectorId connectorId, EventType type, EventLevel level, String message) {
        return new ConnectorEvent(connectorId, type, level, message, Map.of());
    }

    /** An event about one message. */
    public static ConnectorEvent about(
            ConnectorId connectorId, EnvelopeId envelopeId, EventType type, EventLevel level, String message) {
        return new ConnectorEvent(connectorId, type, level, message, Map.of("envelope_id", envelopeId.value()));
    }

    /** The message that it is about; null where it is about none. */
    public @Nullable String envelopeId() {
        Object id = details.get("envelope_id");
        return id == null ? null : id.toString();
    }

    /** Its details as JSON; null where there are none. */
    public @Nullable String detailsAsJson() {
        return details.isEmpty() ? null : EventDetails.of(details).json();
    }

    /** The same, its details written as JSON already, so that the store's writer, which all share, does not have to. */
    public ConnectorEvent written() {
        detailsAsJson();
        return this;
    }

    public ConnectorEvent with(String key, Object value) {
        return new ConnectorEvent(
                connectorId, type, level, message, EventDetails.of(details).with(key, value));
    }
}
