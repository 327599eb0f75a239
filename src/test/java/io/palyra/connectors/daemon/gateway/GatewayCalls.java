package io.palyra.connectors.daemon.gateway;

import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.SenderId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** The component alone in a context of Camel; an endpoint of one URI keeps its connection from call to call. */
final class GatewayCalls implements AutoCloseable {

    static final String ULID = "01M84XMC4M0AK3WBVZ603G95J4";

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    GatewayCalls() {
        camel.start();
        template = camel.createProducerTemplate();
    }

    static InboundMessageEvent event(String conversation, AttachmentRef... attachments) {
        return event(conversation, ULID, attachments);
    }

    static InboundMessageEvent event(String conversation, String id, AttachmentRef... attachments) {
        return InboundMessageEvent.builder(
                        new EnvelopeId(id),
                        new ConnectorId("discord:ops"),
                        new ConversationId(conversation),
                        new SenderId("discord:user:7"),
                        "hello")
                .senderDisplay("Ada")
                .receivedAtUnixMs(1_700_000_000_000L)
                .directMessage(true)
                .attachments(List.of(attachments))
                .build();
    }

    /** @throws Exception that the producer has thrown */
    RouteInboundResult ask(String uri, InboundMessageEvent event, Map<String, Object> headers) throws Exception {
        Exchange asked = template.request(uri, exchange -> {
            exchange.getMessage().setBody(event);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
        if (asked.getException() != null) {
            throw asked.getException();
        }
        return asked.getMessage().getBody(RouteInboundResult.class);
    }

    RouteInboundResult ask(String uri, InboundMessageEvent event) throws Exception {
        return ask(uri, event, Map.of());
    }

    /** What a program does with it at its start. */
    void resolve(String uri) {
        camel.getEndpoint(uri);
    }

    @Override
    public void close() throws Exception {
        camel.close();
    }
}
