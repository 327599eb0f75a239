package io.palyra.connectors.admin;

import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a send answers whose envelope id is taken: the message that is stored stays as it is.
 *
 * @param created always false
 * @param sameContent whether it has the same text and conversation; null where it has been purged meanwhile
 */
record SentBefore(
        EnvelopeId envelopeId, boolean created, @Nullable Boolean sameContent) {

    /** Reads the store. */
    static SentBefore of(AdminServices services, OutboundMessageRequest request) {
        List<OutboundMessageRequest> stored =
                services.outboxStore().find(request.connectorId(), request.envelopeId()).stream()
                        .map(OutboxEntry::request)
                        .toList();
        // Stored is what the platform takes: rendered, and split where it is long
        List<OutboundMessageRequest> sent =
                services.outbox().prepare(request).stream().map(OutboxRow::part).toList();
        return new SentBefore(
                request.envelopeId(),
                false,
                stored.isEmpty() ? null : said(sent).equals(said(stored)));
    }

    private static List<List<String>> said(List<OutboundMessageRequest> parts) {
        return parts.stream()
                .map(part -> List.of(part.conversationId().value(), part.text()))
                .toList();
    }
}
