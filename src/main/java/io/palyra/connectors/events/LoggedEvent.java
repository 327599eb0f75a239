package io.palyra.connectors.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.ConnectorId;
import org.jspecify.annotations.Nullable;

/** An event as it was stored, in the shape of the admin API. */
public record LoggedEvent(
        long eventId,
        ConnectorId connectorId,
        String eventType,
        String level,
        String message,
        @Nullable JsonNode details,
        long createdAtUnixMs) {

    /** The message that it is about; null where it is about none. */
    public @Nullable String envelopeId() {
        JsonNode id = details == null ? null : details.get("envelope_id");
        return id == null ? null : id.asText();
    }
}
