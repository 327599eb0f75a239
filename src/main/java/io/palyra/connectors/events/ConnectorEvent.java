package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.Collections;
import java.util.LinkedHashMap;
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
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
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

    public ConnectorEvent with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new ConnectorEvent(connectorId, type, level, message, more);
    }
}
