package io.palyra.connectors.route;

import static io.palyra.connectors.route.EngineersRoutes.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.fake.TinyComponent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code palyra-outbox} as routes of an engineer use it: {@code src/test/resources/routes/endpoints.camel.yaml}. */
class OutboxEndpointTest {

    @TempDir
    static Path folder;

    private static EngineersRoutes routes;
    private static ProgramUnderTest program;
    private static ProducerTemplate camel;

    @BeforeAll
    static void start() throws Exception {
        routes = EngineersRoutes.start(folder);
        program = routes.program();
        camel = routes.camel();
    }

    @AfterAll
    static void stop() throws Exception {
        routes.close();
    }

    @Test
    void outboxTakesARequestAsRecordAndWithBodyTypeAsJsonInAnyForm() {
        OutboundMessageRequest request = request("taken-1", "hello");

        assertThat(enqueue("direct:outbox", request)).isEqualTo(new EnqueueOutcome(request.envelopeId(), true));
        assertThat(enqueue("direct:outbox-envelope", WireFormat.write(request("taken-2", "hello")))
                        .created())
                .isTrue();
        assertThat(enqueue("direct:outbox-envelope", WireFormat.writeBytes(request("taken-3", "hello")))
                        .created())
                .isTrue();
        assertThat(enqueue(
                                "direct:outbox-envelope",
                                new ByteArrayInputStream(WireFormat.writeBytes(request("taken-4", "hello"))))
                        .created())
                .isTrue();

        program.awaitDelivered("taken-1", "taken-2", "taken-3", "taken-4");
    }

    static Stream<Object> bodies() {
        byte[] bytes = WireFormat.writeBytes(request("sneaky", "read me"));
        return Stream.of(new String(bytes, StandardCharsets.UTF_8), bytes, new ByteArrayInputStream(bytes));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aTextThatReadsLikeAnEnvelopeIsSentAsThatText(Object body) {
        EnqueueOutcome outcome = enqueue("direct:tiny-conversation", body);

        assertThat(outcome.envelopeId().value()).isNotEqualTo("sneaky");
        String text = WireFormat.write(request("sneaky", "read me"));
        await().untilAsserted(() -> assertThat(tinySent(outcome).stream().map(OutboundMessageRequest::text))
                .satisfies(parts -> assertThat(String.join("", parts)).isEqualTo(text)));
        assertThat(tinySent(outcome))
                .allMatch(part -> part.conversationId().value().equals("from-option"));
    }

    @Test
    void anEnvelopeGoesToTheConversationOfTheOption() {
        EnqueueOutcome outcome = enqueue(
                "direct:tiny-envelope",
                WireFormat.write(request("to-tiny", "hello")).replace("echo:default", "tiny:one"));

        assertThat(outcome).isEqualTo(new EnqueueOutcome(new EnvelopeId("to-tiny"), true));
        await().until(() -> !tinySent(outcome).isEmpty());
        assertThat(tinySent(outcome).get(0).conversationId().value()).isEqualTo("from-option");
    }

    @Test
    void bodyTypeEnvelopeRefusesWhatIsNone() {
        assertThat(routes.failure("direct:outbox-envelope", "hello"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageStartingWith("document: value is not valid JSON");
        assertThat(routes.failure("direct:outbox-envelope", "{\"text\":\"hello\"}"))
                .hasMessageStartingWith("conversation_id: is required");
        assertThat(routes.failure("direct:outbox-envelope", "{\"conversation_id\":\"c1\"}"))
                .hasMessage("text: is required");
        assertThat(routes.failure("direct:outbox-envelope", Map.of("conversation_id", "c1", "text", new byte[] {'a'})))
                .hasMessageStartingWith("text: must be a string (bytes");
        assertThat(routes.failure(
                        "direct:outbox-envelope",
                        WireFormat.write(request("foreign", "hello")).replace("echo:default", "discord:default")))
                .hasMessageContaining("connector_id: is for another connector");
    }

    @Test
    void anUnknownBodyTypeIsRefusedByName() {
        assertThatThrownBy(() -> camel.requestBody("palyra-outbox:echo:default?bodyType=json", "hello"))
                .hasStackTraceContaining("bodyType: auto, text, envelope or attachment, not json");
    }

    @Test
    void sameEnvelopeTwiceIsOneMessage() {
        assertThat(enqueue("direct:outbox", request("once", "first")).created()).isTrue();

        assertThat(enqueue("direct:outbox", request("once", "second")))
                .isEqualTo(new EnqueueOutcome(new EnvelopeId("once"), false));

        program.awaitDelivered("once");
        assertThat(program.events("once", EventType.OUTBOX_DELIVERED)).hasSize(1);
    }

    @Test
    void plainTextGoesToTheConversationOfTheOption() {
        EnqueueOutcome outcome = enqueue("direct:outbox-conversation", "hello");

        assertThat(outcome.created()).isTrue();
        program.awaitDelivered(outcome.envelopeId().value());
    }

    @Test
    void headersSayWhereATextGoes() {
        Exchange exchange = camel.request("direct:outbox", sent -> {
            sent.getMessage().setBody("{ not an envelope, just text");
            sent.getMessage().setHeader(PalyraConstants.CONVERSATION_ID, "from-header");
            sent.getMessage().setHeader(PalyraConstants.ENVELOPE_ID, "own-id");
            sent.getMessage().setHeader(PalyraConstants.THREAD_ID, "t1");
        });

        assertThat(exchange.getMessage()
                        .getBody(EnqueueOutcome.class)
                        .envelopeId()
                        .value())
                .isEqualTo("own-id");
        assertThat(exchange.getMessage().getHeader(PalyraConstants.OUTBOX_ENVELOPE_ID))
                .isEqualTo("own-id");
        program.awaitDelivered("own-id");
    }

    @Test
    void inheritedHeadersDoNotRedirectWhatTheOptionSays() {
        EnqueueOutcome redirected = sendWithHeaders("direct:tiny-conversation");
        EnqueueOutcome led = sendWithHeaders("direct:tiny");

        await().until(() -> !tinySent(redirected).isEmpty() && !tinySent(led).isEmpty());
        OutboundMessageRequest byOption = tinySent(redirected).get(0);
        assertThat(byOption.conversationId().value()).isEqualTo("from-option");
        assertThat(byOption.replyThreadId()).isNull();
        assertThat(byOption.inReplyToMessageId()).isNull();
        OutboundMessageRequest byHeaders = tinySent(led).get(0);
        assertThat(byHeaders.conversationId().value()).isEqualTo("of-the-inbound-message");
        assertThat(byHeaders.replyThreadId()).isEqualTo(new ThreadId("t1"));
        assertThat(byHeaders.inReplyToMessageId()).isEqualTo(new MessageId("9"));
    }

    private static EnqueueOutcome sendWithHeaders(String uri) {
        return camel.request(uri, sent -> {
                    sent.getMessage().setBody("an alert");
                    sent.getMessage().setHeader(PalyraConstants.CONVERSATION_ID, "of-the-inbound-message");
                    sent.getMessage().setHeader(PalyraConstants.THREAD_ID, "t1");
                    sent.getMessage().setHeader(PalyraConstants.IN_REPLY_TO, "9");
                })
                .getMessage()
                .getBody(EnqueueOutcome.class);
    }

    @Test
    void outboxAnswersInJson() {
        String json = camel.requestBodyAndHeader(
                "direct:outbox-json", "hello", PalyraConstants.ENVELOPE_ID, "in-json", String.class);

        assertThat(json).isEqualTo("{\"envelope_id\":\"in-json\",\"created\":true}");
    }

    @Test
    void outboxRefusesTextWithoutAConversation() {
        assertThat(routes.failure("direct:outbox", "hello"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("conversation_id: is required")
                .hasMessageContaining(PalyraConstants.CONVERSATION_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n "})
    void outboxRefusesBlankText(String text) {
        assertThat(routes.failure("direct:outbox-conversation", text)).hasMessage("text: cannot be empty");
    }

    @Test
    void outboxRefusesAnEnvelopeOfAnotherConnector() {
        OutboundMessageRequest foreign = OutboundMessageRequest.builder(
                        new EnvelopeId("foreign"), ConnectorId.of("discord:default"), new ConversationId("c1"), "hello")
                .build();

        assertThat(routes.failure("direct:outbox", foreign))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("connector_id: is for another connector");
    }

    private static List<OutboundMessageRequest> tinySent(EnqueueOutcome outcome) {
        return program.application().context().getComponent("palyra-tiny", TinyComponent.class).sent().stream()
                .filter(part -> part.envelopeId()
                        .value()
                        .startsWith(outcome.envelopeId().value()))
                .toList();
    }

    private static EnqueueOutcome enqueue(String uri, Object body) {
        return camel.requestBody(uri, body, EnqueueOutcome.class);
    }
}
