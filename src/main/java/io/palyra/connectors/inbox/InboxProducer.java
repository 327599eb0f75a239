package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.EnvelopeBody;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.PutOff;
import io.palyra.connectors.lane.Transactions;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;

/** Admits a message and waits for its commit: an event or its JSON in, {@link InboundIngestOutcome} out. */
final class InboxProducer extends DefaultProducer {

    private final ConnectorId connectorId;

    InboxProducer(InboxEndpoint endpoint, ConnectorId connectorId) {
        super(endpoint);
        this.connectorId = connectorId;
    }

    @Override
    public void process(Exchange exchange) {
        InboundMessageEvent event = EnvelopeBody.read(exchange.getMessage(), InboundMessageEvent.class);
        if (!event.connectorId().equals(connectorId)) {
            throw new InvalidEnvelopeException(
                    "connector_id",
                    "is for another connector than " + connectorId,
                    event.connectorId().value());
        }
        Inbox inbox = CamelContextHelper.mandatoryFindSingleByType(getEndpoint().getCamelContext(), Inbox.class);
        InboundIngestOutcome outcome =
                Transactions.await(inbox.admit(event, exchange.getProperty(PalyraConstants.PUT_OFF, PutOff.class)));
        exchange.getMessage().setBody(outcome);
    }
}
