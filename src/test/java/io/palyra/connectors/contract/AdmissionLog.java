package io.palyra.connectors.contract;

import io.palyra.connectors.adapter.Admission;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * What an instance's connector has said of each message that came to the step where it is decided who may talk, in order, seen
 * from the Camel context. Thread safe.
 */
final class AdmissionLog {

    /** A message, and what the connector says of it. */
    record Heard(InboundMessageEvent event, InboundFacts facts) {}

    private final String step;
    private final List<Heard> heard = new ArrayList<>();

    AdmissionLog(ConnectorId connectorId) {
        step = "palyra-access://" + connectorId;
    }

    void listenTo(CamelContext context) {
        EventNotifierSupport notifier = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof ExchangeSendingEvent sending
                        && sending.getEndpoint().getEndpointUri().equals(step)) {
                    Admission admission = Objects.requireNonNull(Admission.of(sending.getExchange()));
                    add(new Heard(admission.received(), Objects.requireNonNull(admission.facts())));
                }
            }
        };
        notifier.start();
        context.getManagementStrategy().addEventNotifier(notifier);
    }

    private synchronized void add(Heard message) {
        heard.add(message);
    }

    /** @param written what somebody wrote, of the text of a message
     *  @return the first of which that is the text */
    synchronized Optional<Heard> find(String text, UnaryOperator<String> written) {
        return heard.stream()
                .filter(message -> written.apply(message.event().body()).equals(text))
                .findFirst();
    }
}
