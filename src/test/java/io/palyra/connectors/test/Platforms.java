package io.palyra.connectors.test;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** What the platforms remember, over a restart of the program: what they have been given, in the order in which they took it. */
final class Platforms {

    private final List<OutboundMessageRequest> taken = new CopyOnWriteArrayList<>();
    private final Map<String, ConnectorAdapter> standIns = new ConcurrentHashMap<>();

    void take(OutboundMessageRequest request) {
        taken.add(request);
    }

    /** The one of before, which knows what has failed once. */
    ConnectorAdapter standIn(ConnectorId connector, boolean idempotent, Supplier<ConnectorAdapter> fresh) {
        return standIns.computeIfAbsent(connector + " " + idempotent, id -> fresh.get());
    }

    List<OutboundMessageRequest> taken(String conversation) {
        Conversation here = new Conversation(conversation);
        return taken.stream()
                .filter(request -> here.is(request.conversationId().value()))
                .toList();
    }

    /** The other conversations that were given something. */
    Stream<String> elsewhere(String conversation) {
        Conversation here = new Conversation(conversation);
        return taken.stream()
                .map(request -> request.conversationId().value())
                .filter(other -> !here.is(other))
                .distinct();
    }

    /** What connectors that no stand-in stands in for send without a failure. */
    void watch(CamelContext context, Set<ConnectorKind> kinds) {
        if (!kinds.isEmpty()) {
            context.getManagementStrategy().addEventNotifier(new Sends(kinds));
        }
    }

    private final class Sends extends EventNotifierSupport {

        private final Set<ConnectorKind> kinds;
        private final Map<String, OutboundMessageRequest> inHand = new ConcurrentHashMap<>();

        Sends(Set<ConnectorKind> kinds) {
            this.kinds = kinds;
            setIgnoreCamelContextEvents(true);
            setIgnoreRouteEvents(true);
            setIgnoreServiceEvents(true);
            setIgnoreExchangeAsyncProcessingStartedEvents(true);
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof CamelEvent.ExchangeSendingEvent sending
                            && isOurs(sending.getEndpoint().getEndpointUri())
                    || event instanceof CamelEvent.ExchangeSentEvent sent
                            && isOurs(sent.getEndpoint().getEndpointUri());
        }

        private boolean isOurs(String uri) {
            return kinds.stream().anyMatch(kind -> uri.startsWith(ConnectorComponent.SCHEME_PREFIX + kind + ":"));
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeSendingEvent sending) {
                if (sending.getExchange().getMessage().getBody() instanceof OutboundMessageRequest request) {
                    inHand.put(sending.getExchange().getExchangeId(), request);
                }
            } else if (event instanceof CamelEvent.ExchangeSentEvent sent) {
                OutboundMessageRequest request =
                        inHand.remove(sent.getExchange().getExchangeId());
                if (request != null && sent.getExchange().getException() == null) {
                    take(request);
                }
            }
        }
    }
}
