package io.palyra.connectors.admin;

import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far an admitted message and the daemon's replies to it have come.
 *
 * @param replies each as its parts
 */
record TestIngest(Optional<InboxEntry> message, List<List<OutboxEntry>> replies) {

    /** Reads the stores; may block. */
    static TestIngest of(AdminServices services, ConnectorId connectorId, EnvelopeId envelopeId) {
        Optional<InboxEntry> message = services.inbox().find(connectorId, envelopeId);
        int wanted = message.map(InboxEntry::enqueuedOutbound).orElse(0);
        List<List<OutboxEntry>> replies = new ArrayList<>();
        for (int n = 0; n < RouteInboundResult.OUTPUTS_MAX && replies.size() < wanted; n++) {
            List<OutboxEntry> reply = services.outboxStore().find(connectorId, envelopeId.reply(n));
            if (!reply.isEmpty()) {
                replies.add(reply);
            }
        }
        return new TestIngest(message, replies);
    }

    boolean isAtRest() {
        return state() != InboxState.PENDING
                && replies.stream().flatMap(List::stream).allMatch(OutboxStateView::isAtRest);
    }

    /** @param admitted what admission answered */
    InboundIngestOutcome outcome(InboundIngestOutcome admitted) {
        boolean tried = message.map(InboxEntry::attempts).orElse(0) > 0;
        return new InboundIngestOutcome(
                admitted.accepted(),
                admitted.duplicate(),
                tried && state() == InboxState.PENDING,
                admitted.duplicate()
                        ? admitted.decisionReason()
                        : message.map(InboxEntry::reason).orElse(admitted.decisionReason()),
                message.map(InboxEntry::routeKey).orElse(null),
                message.map(InboxEntry::enqueuedOutbound).orElse(0),
                (int) replies.stream().filter(TestIngest::isDelivered).count());
    }

    private InboxState state() {
        return message.map(InboxEntry::state).orElse(InboxState.PENDING);
    }

    private static boolean isDelivered(List<OutboxEntry> parts) {
        return parts.stream().allMatch(part -> part.state() == OutboxState.DELIVERED);
    }
}
