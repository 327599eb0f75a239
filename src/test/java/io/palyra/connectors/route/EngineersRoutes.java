package io.palyra.connectors.route;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.ProducerTemplate;

/**
 * A program with {@code src/test/resources/routes/endpoints.camel.yaml}, which uses its endpoints as an engineer would.
 *
 * @param camel calls the routes
 */
record EngineersRoutes(ProgramUnderTest program, ProducerTemplate camel) implements AutoCloseable {

    static EngineersRoutes start(Path folder) throws Exception {
        RoutesUnderTest routes =
                RoutesUnderTest.copy(folder).add(Path.of("src/test/resources/routes/endpoints.camel.yaml"));
        ProgramUnderTest program = ProgramUnderTest.start(
                folder,
                routes.with(Map.of(
                        "palyra.connectors.echo.careless.idempotent", "false",
                        "palyra.connectors.tiny.one.enabled", "true")));
        return new EngineersRoutes(program, program.application().context().createProducerTemplate());
    }

    static OutboundMessageRequest request(String envelopeId, String text) {
        return OutboundMessageRequest.builder(
                        new EnvelopeId(envelopeId), ECHO, new ConversationId("c-" + envelopeId), text)
                .build();
    }

    /** What a route answers with an exception. */
    Exception failure(String uri, Object body) {
        return camel.request(uri, sent -> sent.getMessage().setBody(body)).getException();
    }

    @Override
    public void close() throws Exception {
        program.close();
    }
}
