package io.palyra.connectors.route;

import static io.palyra.connectors.route.EngineersRoutes.event;
import static io.palyra.connectors.route.EngineersRoutes.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.adapter.ConnectorRestartingException;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.PermanentDeliveryException;
import io.palyra.connectors.adapter.RateLimitException;
import io.palyra.connectors.adapter.TransientNetworkException;
import io.palyra.connectors.adapter.UnknownOutcomeException;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ReceiptState;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code palyra-inbox}, {@code palyra-echo} and the converters as routes of an engineer use them: {@code
 * src/test/resources/routes/endpoints.camel.yaml}.
 */
class EndpointsTest {

    @RegisterExtension
    static final PalyraExtension palyra = EngineersRoutes.program();

    private static Exception failure(String uri, Object body) {
        return EngineersRoutes.failure(palyra, uri, body);
    }

    // palyra-inbox

    static Stream<Object> inboundForms() {
        return Stream.of(
                event("in-record", "hello"),
                WireFormat.write(event("in-text", "hello")),
                WireFormat.writeBytes(event("in-bytes", "hello")));
    }

    @ParameterizedTest
    @MethodSource("inboundForms")
    void inboxAdmitsARecordItsJsonAndItsBytes(Object body) {
        String envelopeId = palyra.context()
                .getTypeConverter()
                .convertTo(InboundMessageEvent.class, body)
                .envelopeId()
                .value();

        assertThat(palyra.template()
                        .requestBody("direct:inbox", body, InboundIngestOutcome.class)
                        .duplicate())
                .isFalse();
        assertThat(palyra.template()
                        .requestBody("direct:inbox", body, InboundIngestOutcome.class)
                        .duplicate())
                .isTrue();

        palyra.assertDelivered("c-" + envelopeId, "echo: hello");
        assertThat(palyra.store("SELECT state FROM palyra_inbox_v1 WHERE envelope_id = '" + envelopeId + "'"))
                .isEqualTo(List.of(Map.of("state", "routed")));
    }

    @Test
    void inboxRefusesWhatIsNoEvent() {
        assertThat(failure("direct:inbox", "hello"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageStartingWith("document: value is not valid JSON");
        assertThat(failure("direct:inbox", "{\"connector_id\":\"echo:default\"}"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessage("envelope_id: is required");
        assertThat(failure("direct:inbox", 17)).hasMessage("body: must be of type InboundMessageEvent or its JSON");
    }

    // palyra-echo

    @Test
    void connectorAnswersWithAReceipt() {
        Exchange exchange = palyra.template()
                .request("direct:echo", sent -> sent.getMessage().setBody(request("now", "hello")));

        DeliveryReceipt receipt = exchange.getMessage().getBody(DeliveryReceipt.class);
        assertThat(receipt.state()).isEqualTo(ReceiptState.ACK);
        assertThat(receipt.idempotencyKey()).isEqualTo("echo:default:now");
        assertThat(exchange.getMessage().getHeader(PalyraConstants.RECEIPT_STATE))
                .isEqualTo("ack");
        assertThat(exchange.getMessage().getHeader(PalyraConstants.NATIVE_MESSAGE_ID))
                .isEqualTo(receipt.externalMessageId().value());
        assertThat(exchange.getMessage().getBody(String.class)).contains("\"state\":\"ack\"");
        assertThat(palyra.store("SELECT state FROM palyra_outbox_v1 WHERE envelope_id = 'now'"))
                .isEmpty();
    }

    @Test
    void connectorRefusesWhatIsNoRequest() {
        assertThat(failure("direct:echo", "{}"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessage("envelope_id: is required");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("[rate-limit-once]", RateLimitException.class),
                arguments("[network-once]", TransientNetworkException.class),
                arguments("[connector-crash-once]", ConnectorRestartingException.class),
                arguments("[permanent]", PermanentDeliveryException.class),
                arguments("[unknown-once]", UnknownOutcomeException.class));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void connectorThrowsEachFailureAsItsClass(String marker, Class<? extends Exception> expected) {
        assertThat(failure("direct:echo", WireFormat.write(request("fault" + marker, marker))))
                .isInstanceOf(expected)
                .hasMessageContaining("simulated");
    }

    @Test
    void unknownOutcomeSaysHowItCanBeResolved() {
        OutboundMessageRequest careless = OutboundMessageRequest.builder(
                        new EnvelopeId("u1"),
                        ConnectorId.of("echo:careless"),
                        new ConversationId("c1"),
                        "[unknown-once]")
                .build();

        assertThat(failure("direct:echo", request("u1", "[unknown-once]")))
                .isInstanceOfSatisfying(UnknownOutcomeException.class, e -> assertThat(e.resolution())
                        .isEqualTo(UnknownResolution.RESEND));
        assertThat(failure("direct:echo-careless", careless))
                .isInstanceOfSatisfying(UnknownOutcomeException.class, e -> assertThat(e.resolution())
                        .isEqualTo(UnknownResolution.OPERATOR));
    }

    @Test
    void connectorRefusesAnOperationWithItsDeclaredReason() {
        assertThat(failure("direct:echo-read", "{\"conversation_id\":\"c1\",\"limit\":10}"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("echo:default refuses read: the echo connector keeps no messages");
    }

    @Test
    void operationHeaderWinsOverTheOption() {
        Exchange exchange = palyra.template().request("direct:echo-read", sent -> {
            sent.getMessage().setBody(request("by-header", "hello"));
            sent.getMessage().setHeader(PalyraConstants.OPERATION, "send");
        });

        assertThat(exchange.getException()).isNull();
    }

    // Type converters

    static Stream<Object> envelopes() {
        return Stream.of(request("conv", "hello"), event("conv", "hello"));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void envelopesConvertToJsonAndBack(Object envelope) {
        var converter = palyra.context().getTypeConverter();
        String json = converter.convertTo(String.class, envelope);
        byte[] bytes = converter.convertTo(byte[].class, envelope);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(converter.convertTo(envelope.getClass(), json)).isEqualTo(envelope);
        assertThat((Object) converter.convertTo(envelope.getClass(), bytes)).isEqualTo(envelope);
        assertThat((Object) converter.convertTo(envelope.getClass(), new ByteArrayInputStream(bytes)))
                .isEqualTo(envelope);
    }
}
