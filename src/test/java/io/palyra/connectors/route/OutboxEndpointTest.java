package io.palyra.connectors.route;

import static io.palyra.connectors.route.EngineersRoutes.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.test.PalyraExtension;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code palyra-outbox} as routes of an engineer use it: {@code src/test/resources/routes/endpoints.camel.yaml}. */
class OutboxEndpointTest {

    @RegisterExtension
    static final PalyraExtension palyra = EngineersRoutes.program();

    private static Exception failure(String uri, Object body) {
        return EngineersRoutes.failure(palyra, uri, body);
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

        for (int n = 1; n <= 4; n++) {
            palyra.assertDelivered("c-taken-" + n, "hello");
        }
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
        assertThat(delivered("from-option", outcome).stream().map(OutboundMessageRequest::text))
                .satisfies(parts -> assertThat(String.join("", parts)).isEqualTo(text));
    }

    @Test
    void anEnvelopeGoesToTheConversationOfTheOption() {
        EnqueueOutcome outcome = enqueue(
                "direct:tiny-envelope",
                WireFormat.write(request("to-tiny", "hello")).replace("echo:default", "tiny:one"));

        assertThat(outcome).isEqualTo(new EnqueueOutcome(new EnvelopeId("to-tiny"), true));
        assertThat(delivered("from-option", outcome)).hasSize(1);
    }

    @Test
    void bodyTypeEnvelopeRefusesWhatIsNone() {
        assertThat(failure("direct:outbox-envelope", "hello"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageStartingWith("document: value is not valid JSON");
        assertThat(failure("direct:outbox-envelope", "{\"text\":\"hello\"}"))
                .hasMessageStartingWith("conversation_id: is required");
        assertThat(failure("direct:outbox-envelope", "{\"conversation_id\":\"c1\"}"))
                .hasMessage("text: is required");
        assertThat(failure("direct:outbox-envelope", Map.of("conversation_id", "c1", "text", new byte[] {'a'})))
                .hasMessageStartingWith("text: must be a string (bytes");
        assertThat(failure(
                        "direct:outbox-envelope",
                        WireFormat.write(request("foreign", "hello")).replace("echo:default", "discord:default")))
                .hasMessageContaining("connector_id: is for another connector");
    }

    @Test
    void anUnknownBodyTypeIsRefusedByName() {
        assertThatThrownBy(() -> palyra.template().requestBody("palyra-outbox:echo:default?bodyType=json", "hello"))
                .hasStackTraceContaining("bodyType: auto, text, envelope or attachment, not json");
    }

    @Test
    void sameEnvelopeTwiceIsOneMessage() {
        assertThat(enqueue("direct:outbox", request("once", "first")).created()).isTrue();

        assertThat(enqueue("direct:outbox", request("once", "second")))
                .isEqualTo(new EnqueueOutcome(new EnvelopeId("once"), false));

        palyra.assertDelivered("c-once", "first");
        assertThat(palyra.store("SELECT event_id FROM palyra_events_v1 WHERE envelope_id = 'once'"
                        + " AND event_type = 'outbox.delivered'"))
                .hasSize(1);
    }

    @Test
    void plainTextGoesToTheConversationOfTheOption() {
        EnqueueOutcome outcome = enqueue("direct:outbox-conversation", "hello");

        assertThat(outcome.created()).isTrue();
        assertThat(delivered("from-option", outcome))
                .singleElement()
                .extracting(OutboundMessageRequest::text)
                .isEqualTo("hello");
    }

    @Test
    void headersSayWhereATextGoes() {
        Exchange exchange = palyra.template().request("direct:outbox", sent -> {
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
        palyra.assertDelivered("from-header", "{ not an envelope, just text");
    }

    @Test
    void inheritedHeadersDoNotRedirectWhatTheOptionSays() {
        EnqueueOutcome redirected = sendWithHeaders("direct:tiny-conversation");
        EnqueueOutcome led = sendWithHeaders("direct:tiny");

        OutboundMessageRequest byOption = delivered("from-option", redirected).get(0);
        assertThat(byOption.replyThreadId()).isNull();
        assertThat(byOption.inReplyToMessageId()).isNull();
        OutboundMessageRequest byHeaders =
                delivered("of-the-inbound-message", led).get(0);
        assertThat(byHeaders.replyThreadId()).isEqualTo(new ThreadId("t1"));
        assertThat(byHeaders.inReplyToMessageId()).isEqualTo(new MessageId("9"));
    }

    private static EnqueueOutcome sendWithHeaders(String uri) {
        return palyra.template()
                .request(uri, sent -> {
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
        String json = palyra.template()
                .requestBodyAndHeader(
                        "direct:outbox-json", "hello", PalyraConstants.ENVELOPE_ID, "in-json", String.class);

        assertThat(json).isEqualTo("{\"envelope_id\":\"in-json\",\"created\":true}");
    }

    @Test
    void outboxRefusesTextWithoutAConversation() {
        assertThat(failure("direct:outbox", "hello"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("conversation_id: is required")
                .hasMessageContaining(PalyraConstants.CONVERSATION_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n "})
    void outboxRefusesBlankText(String text) {
        assertThat(failure("direct:outbox-conversation", text)).hasMessage("text: cannot be empty");
    }

    @Test
    void outboxRefusesAnEnvelopeOfAnotherConnector() {
        OutboundMessageRequest foreign = OutboundMessageRequest.builder(
                        new EnvelopeId("foreign"), ConnectorId.of("discord:default"), new ConversationId("c1"), "hello")
                .build();

        assertThat(failure("direct:outbox", foreign))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("connector_id: is for another connector");
    }

    /** The message of this outcome, in its parts. */
    private static List<OutboundMessageRequest> delivered(String conversation, EnqueueOutcome outcome) {
        return palyra.allDelivered(conversation).stream()
                .filter(part -> part.envelopeId()
                        .value()
                        .startsWith(outcome.envelopeId().value()))
                .toList();
    }

    private static EnqueueOutcome enqueue(String uri, Object body) {
        return palyra.template().requestBody(uri, body, EnqueueOutcome.class);
    }
}
