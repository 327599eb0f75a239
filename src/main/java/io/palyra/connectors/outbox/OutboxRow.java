package io.palyra.connectors.outbox;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ContentFeature;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.WireFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message, or one part of it, ready to be stored. Written as JSON by whoever makes it, so that the store's writer, which
 * all share, does not have to.
 *
 * @param message the id of the first part where the message was split, absent on the first part itself
 * @param leftOut what the connector does nothing with; of the whole message, with its first part
 * @param enqueued what the event log says once it is stored
 */
public record OutboxRow(
        OutboundMessageRequest part,
        String payload,
        @Nullable EnvelopeId message,
        List<ContentFeature> leftOut,
        ConnectorEvent enqueued) {

    public static OutboxRow of(OutboundMessageRequest part, @Nullable EnvelopeId message) {
        ConnectorEvent enqueued = ConnectorEvent.about(
                part.connectorId(), part.envelopeId(), EventType.OUTBOX_ENQUEUED, EventLevel.INFO, "message enqueued");
        return new OutboxRow(part, WireFormat.write(part), message, List.of(), enqueued.written());
    }

    OutboxRow leavingOut(List<ContentFeature> features) {
        return new OutboxRow(part, payload, message, features, enqueued);
    }
}
