package io.palyra.connectors.contract;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * What an instance's endpoint gave a receipt for, in order, seen from the Camel context. Two receipts with the same native
 * id are one message. Thread safe.
 */
final class ReceiptLog {

    private static final String REQUEST = "contract-request";

    private final String uri;
    private final Map<String, OutboundMessageRequest> delivered = new LinkedHashMap<>();

    ReceiptLog(ConnectorId connectorId) {
        this.uri = "palyra-" + connectorId.kind() + "://" + connectorId.name();
    }

    void listenTo(CamelContext context) {
        EventNotifierSupport notifier = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof ExchangeSendingEvent sending
                        && sending.getEndpoint().getEndpointUri().startsWith(uri)) {
                    Exchange exchange = sending.getExchange();
                    exchange.setProperty(REQUEST, exchange.getMessage().getBody(OutboundMessageRequest.class));
                } else if (event instanceof ExchangeSentEvent sent
                        && sent.getEndpoint().getEndpointUri().startsWith(uri)) {
                    sent(sent.getExchange());
                }
            }
        };
        notifier.start();
        context.getManagementStrategy().addEventNotifier(notifier);
    }

    private synchronized void sent(Exchange exchange) {
        DeliveryReceipt receipt = exchange.getProperty(PalyraConstants.RECEIPT, DeliveryReceipt.class);
        OutboundMessageRequest request = exchange.getProperty(REQUEST, OutboundMessageRequest.class);
        if (receipt != null && request != null) {
            String nativeId =
                    Objects.requireNonNull(receipt.externalMessageId()).value();
            delivered.putIfAbsent(nativeId, request);
        }
    }

    synchronized List<String> texts(String conversation) {
        return delivered.values().stream()
                .filter(request -> request.conversationId().value().equals(conversation))
                .map(OutboundMessageRequest::text)
                .toList();
    }
}
