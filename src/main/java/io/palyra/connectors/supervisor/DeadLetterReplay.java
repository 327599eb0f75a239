package io.palyra.connectors.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.util.List;

/**
 * Brings a dead letter's message back where it has no row any more: as a new one of the payload. The payload of an answer that
 * the daemon got wrong never had a row; it is checked again.
 */
public final class DeadLetterReplay {

    private final InboxStore inbox;
    private final Outbox outbox;

    public DeadLetterReplay(InboxStore inbox, Outbox outbox) {
        this.inbox = inbox;
        this.outbox = outbox;
    }

    /** @throws ConnectorStateException where the message cannot be tried again; nothing is written then */
    void replay(Transaction transaction, DeadLetter letter, long now) {
        boolean inserted;
        try {
            inserted = letter.direction() == Direction.INBOUND
                    ? inbound(transaction, letter, now)
                    : outbound(transaction, letter);
        } catch (InvalidEnvelopeException e) {
            throw new ConnectorStateException("dead letter " + letter.deadLetterId()
                    + " is still invalid, and can only be discarded: " + e.getMessage());
        }
        if (!inserted) {
            throw new ConnectorStateException("message " + letter.envelopeId() + " of dead letter "
                    + letter.deadLetterId() + " is no longer dead; discard the dead letter");
        }
    }

    private boolean inbound(Transaction transaction, DeadLetter letter, long now) {
        return insertEvent(transaction, WireFormat.convert(letter.payload(), InboundMessageEvent.class), now);
    }

    private boolean outbound(Transaction transaction, DeadLetter letter) {
        return outbox.insert(transaction, rows(transaction, letter)).get().created();
    }

    private List<OutboxRow> rows(Transaction transaction, DeadLetter letter) {
        return isRequest(letter)
                ? outbox.prepareAgain(WireFormat.convert(letter.payload(), OutboundMessageRequest.class))
                : outbox.prepare(reply(transaction, letter));
    }

    private OutboundMessageRequest reply(Transaction transaction, DeadLetter letter) {
        Reply reply = Reply.of(letter);
        InboundMessageEvent answered = inbox.event(transaction, letter.connectorId(), reply.inbound())
                .orElseThrow(() -> new ConnectorStateException(
                        "message " + reply.inbound() + " is no longer stored, so it is not known where its answer "
                                + letter.envelopeId() + " goes; discard the dead letter"));
        RoutedOutboundMessage output = WireFormat.convert(letter.payload(), RoutedOutboundMessage.class);
        return OutboundMessageRequest.reply(answered, reply.index(), output);
    }

    /** Whether the payload is a whole request; what the daemon wrote cannot pass for one of another message. */
    private static boolean isRequest(DeadLetter letter) {
        return says(letter.payload(), "connector_id", letter.connectorId().value())
                && says(letter.payload(), "envelope_id", letter.envelopeId().value());
    }

    private static boolean says(JsonNode payload, String field, String value) {
        return value.equals(payload.path(field).asText());
    }

    /** The id {@code E:n} taken apart. */
    private record Reply(EnvelopeId inbound, int index) {

        static Reply of(DeadLetter letter) {
            String id = letter.envelopeId().value();
            int colon = id.lastIndexOf(':');
            try {
                return new Reply(
                        new EnvelopeId(id.substring(0, Math.max(0, colon))), Integer.parseInt(id.substring(colon + 1)));
            } catch (NumberFormatException e) {
                throw new InvalidEnvelopeException("envelope_id", "is no id of a reply", id);
            }
        }
    }

    private boolean insertEvent(Transaction transaction, InboundMessageEvent event, long now) {
        return inbox.insert(transaction, event, WireFormat.write(event), now).get();
    }
}
