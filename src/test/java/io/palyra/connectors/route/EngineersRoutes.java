package io.palyra.connectors.route;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.test.PalyraExtension;

/** {@code src/test/resources/routes/endpoints.camel.yaml}, which uses the endpoints as an engineer would. */
final class EngineersRoutes {

    static final ConnectorId ECHO = ConnectorId.of("echo:default");

    private EngineersRoutes() {}

    static PalyraExtension program() {
        return PalyraExtension.program()
                .routes("src/test/resources/routes/endpoints.camel.yaml")
                .connectors("echo:default", "tiny:one")
                .settings("palyra.connectors.echo.careless.idempotent=false");
    }

    /** In a conversation of its own. */
    static OutboundMessageRequest request(String envelopeId, String text) {
        return OutboundMessageRequest.builder(
                        new EnvelopeId(envelopeId), ECHO, new ConversationId("c-" + envelopeId), text)
                .build();
    }

    /** In a conversation of its own. */
    static InboundMessageEvent event(String envelopeId, String text) {
        return InboundMessageEvent.builder(
                        new EnvelopeId(envelopeId),
                        ECHO,
                        new ConversationId("c-" + envelopeId),
                        new SenderId("user"),
                        text)
                .build();
    }

    /** What a route answers with an exception. */
    static Exception failure(PalyraExtension palyra, String uri, Object body) {
        return palyra.template()
                .request(uri, sent -> sent.getMessage().setBody(body))
                .getException();
    }
}
