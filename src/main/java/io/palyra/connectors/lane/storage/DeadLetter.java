package io.palyra.connectors.lane.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;

/** A message that will not be tried again by itself, in the shape of the admin API. */
public record DeadLetter(
        long deadLetterId,
        ConnectorId connectorId,
        EnvelopeId envelopeId,
        Direction direction,
        String reason,
        JsonNode payload,
        long createdAtUnixMs) {

    public DeadLetter withPayload(JsonNode other) {
        return new DeadLetter(deadLetterId, connectorId, envelopeId, direction, reason, other, createdAtUnixMs);
    }
}
