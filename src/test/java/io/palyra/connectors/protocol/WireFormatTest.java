package io.palyra.connectors.protocol;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WireFormatTest {
    private static final String EVENT = """
        "envelope_id":"E","connector_id":"echo:default","conversation_id":"c","sender_id":"s","body":"hi\"\
        """;

    @ParameterizedTest
    @MethodSource("io.palyra.connectors.protocol.Samples#all")
    void writesTheNamesOfTheContract(Samples.Sample sample) {
        assertThat(WireFormat.tree(WireFormat.write(sample.value()))).isEqualTo(WireFormat.tree(sample.json()));
        assertThat(WireFormat.toTree(sample.value()).toString())
                .isEqualTo(WireFormat.tree(sample.json()).toString());
    }

    @ParameterizedTest
    @MethodSource("io.palyra.connectors.protocol.Samples#all")
    void readsWhatItWrites(Samples.Sample sample) {
        Class<?> type = sample.value().getClass();
        assertThat((Object) WireFormat.read(sample.json(), type)).isEqualTo(sample.value());
        assertThat((Object) WireFormat.read(WireFormat.writeBytes(sample.value()), type))
                .isEqualTo(sample.value());
        assertThat((Object) WireFormat.convert(WireFormat.tree(sample.json()), type))
                .isEqualTo(sample.value());
    }

    @Test
    void fillsInWhatIsAbsentAndIgnoresWhatIsUnknown() {
        long before = System.currentTimeMillis();
        var event =
                WireFormat.read("{" + EVENT + ",\"attachments\":null,\"x\":{\"y\":[1]}}", InboundMessageEvent.class);
        assertThat(event.receivedAtUnixMs()).isBetween(before, System.currentTimeMillis());
        assertThat(event.attachments()).isEmpty();
        assertThat(event.isDirectMessage()).isFalse();
        assertThat(event.threadId()).isNull();

        var request = WireFormat.read("""
            {"envelope_id":"E","connector_id":"a:b","conversation_id":"c","text":"t","timeout_ms":null}\
            """, OutboundMessageRequest.class);
        assertThat(request.timeoutMs()).isEqualTo(30_000);
        assertThat(request.maxPayloadBytes()).isEqualTo(65_536);
    }

    @Test
    void leavesOutWhatIsAbsent() {
        assertThat(WireFormat.write(RoutedOutboundMessage.text("a")))
                .isEqualTo("{\"text\":\"a\",\"broadcast\":false,\"attachments\":[]}");
    }

    static Stream<Arguments> defects() {
        return Stream.of(
                event(",\"received_at_unix_ms\":1.0", "received_at_unix_ms", "must be an integer"),
                event(",\"received_at_unix_ms\":\"1\"", "received_at_unix_ms", "must be an integer"),
                event(",\"received_at_unix_ms\":\"\"", "received_at_unix_ms", "must be an integer"),
                event(",\"received_at_unix_ms\":-1", "received_at_unix_ms", "must not be negative"),
                event(",\"received_at_unix_ms\":9999999999999999999", "received_at_unix_ms", "number is out of range"),
                event(",\"is_direct_message\":\"true\"", "is_direct_message", "must be true or false"),
                event(",\"is_direct_message\":0", "is_direct_message", "must be true or false"),
                event(",\"sender_display\":7", "sender_display", "must be a string"),
                event(",\"sender_display\":false", "sender_display", "must be a string"),
                event(",\"sender_display\":[\"x\"]", "sender_display", "must be a string"),
                event(",\"thread_id\":7", "thread_id", "must be a string"),
                event(",\"thread_id\":{}", "thread_id", "must be a string"),
                event(",\"adapter_thread_id\":\"\"", "adapter_thread_id", "cannot be empty"),
                event(",\"adapter_message_id\":\"\\ud800\"", "adapter_message_id", "value is not valid Unicode"),
                event(",\"attachments\":{}", "attachments", "must be a list"),
                event(",\"attachments\":\"\"", "attachments", "must be a list"),
                event(",\"attachments\":[null]", "attachments[0]", "is required"),
                event(",\"attachments\":[\"\"]", "attachments[0]", "must be an object"),
                event(",\"attachments\":[{}]", "attachments[0].kind", "is required"),
                event(
                        ",\"attachments\":[{\"kind\":\"file\"},{\"kind\":\"x\\n\"}]",
                        "attachments[1].kind",
                        "unknown value \"x\uFFFD\", one of image, file"),
                event(",\"attachments\":[{\"kind\":0}]", "attachments[0].kind", "must be a string"),
                event(",\"attachments\":[{\"kind\":\"file\",\"url\":\"\"}]", "attachments[0].url", "cannot be empty"),
                event(",\"body\":\"again\"", "document", "value is not valid JSON"),
                event("} {", "document", "value is not valid JSON"),
                event(",", "document", "value is not valid JSON"),
                Arguments.of(InboundMessageEvent.class, "", "document", "value is not valid JSON"),
                Arguments.of(InboundMessageEvent.class, " \n", "document", "value is not valid JSON"),
                Arguments.of(InboundMessageEvent.class, "null", "document", "is required"),
                Arguments.of(InboundMessageEvent.class, "[]", "document", "must be an object"),
                Arguments.of(InboundMessageEvent.class, "\"\"", "document", "must be an object"),
                Arguments.of(InboundMessageEvent.class, "{}", "envelope_id", "is required"),
                Arguments.of(InboundMessageEvent.class, "[".repeat(9999), "document", "must be an object"),
                Arguments.of(
                        InboundMessageEvent.class,
                        "{\"x\":" + "[".repeat(99_999),
                        "document",
                        "value is nested too deeply"),
                Arguments.of(
                        InboundMessageEvent.class,
                        "{\"x\":" + "1".repeat(1001) + "}",
                        "document",
                        "value exceeds size limit"),
                Arguments.of(
                        InboundMessageEvent.class,
                        "{\"body\":\"" + "x".repeat(WireFormat.STRING_CHARS_MAX + 1) + "\"}",
                        "body",
                        "value exceeds size limit"),
                Arguments.of(EnvelopeId.class, "\"\"", "envelope_id", "cannot be empty"),
                Arguments.of(EnvelopeId.class, "5", "document", "must be a string"),
                Arguments.of(RouteInboundResult.class, "{}", "accepted", "is required"),
                Arguments.of(RouteInboundResult.class, "{\"accepted\":null}", "accepted", "is required"),
                Arguments.of(ReadRequest.class, "{\"limit\":1}", "conversation_id", "is required"),
                Arguments.of(ReadRequest.class, "{\"conversation_id\":\"c\"}", "limit", "is required"),
                Arguments.of(
                        EditRequest.class,
                        "{\"locator\":{\"conversation_id\":\"\",\"message_id\":\"m\"},\"body\":\"b\"}",
                        "locator.conversation_id",
                        "cannot be empty"),
                Arguments.of(
                        EditRequest.class,
                        "{\"locator\":{\"conversation_id\":\"c\"},\"body\":\"b\"}",
                        "locator.message_id",
                        "is required"),
                Arguments.of(DeliveryOutcome.class, "{\"reason\":\"r\"}", "outcome", "is required"),
                Arguments.of(
                        DeliveryOutcome.class,
                        "{\"outcome\":\"lost\"}",
                        "outcome",
                        "unknown value \"lost\", one of delivered, retry, permanent_failure, unknown"),
                Arguments.of(JsonValue.class, "NaN", "document", "value is not valid JSON"),
                Arguments.of(JsonValue.class, "1e99999999999", "document", "value is not valid JSON"));
    }

    private static Arguments event(String more, String field, String reason) {
        return Arguments.of(InboundMessageEvent.class, "{" + EVENT + more + "}", field, reason);
    }

    @ParameterizedTest
    @MethodSource("defects")
    void namesTheFieldAndTheReason(Class<?> type, String json, String field, String reason) {
        for (var defect : List.of(
                defectOf(() -> WireFormat.read(json, type)),
                defectOf(() -> WireFormat.read(json.getBytes(UTF_8), type)))) {
            assertThat(defect.field()).isEqualTo(field);
            assertThat(defect.reason()).isEqualTo(reason);
            assertThat(defect).hasMessageStartingWith(field + ": " + reason).hasNoCause();
        }
    }

    @Test
    void readsNothingButUtf8() {
        byte[] loneSurrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        byte[] beyondUnicode = {'"', (byte) 0xF7, (byte) 0xBF, (byte) 0xBF, (byte) 0xBF, '"'};
        byte[] overlongNul = {'"', (byte) 0xC0, (byte) 0x80, '"'};
        byte[] broken = {'"', (byte) 0xFF, '"'};
        for (byte[] bytes : List.of(loneSurrogate, beyondUnicode, overlongNul, broken, "\"a\"".getBytes(UTF_16))) {
            assertThat(defectOf(() -> WireFormat.read(bytes, EnvelopeId.class)).reason())
                    .startsWith("value ");
        }
    }

    @Test
    void takesATreeOnlyIfItCanBeWrittenAgain() {
        assertThat(WireFormat.tree("{\"a\":[1,\"👍\"]}")).isInstanceOf(ObjectNode.class);
        assertThat(defectOf(() -> WireFormat.tree("")).reason()).isEqualTo("value is not valid JSON");
        assertThat(defectOf(() -> WireFormat.tree("{\"\\udc00\":1}")).reason()).isEqualTo("value is not valid Unicode");
        assertThat(defectOf(() -> WireFormat.tree("[{\"a\":\"\\ud800\"}]")).reason())
                .isEqualTo("value is not valid Unicode");
    }

    @Test
    void refusesADocumentThatIsTooLargeBeforeReadingIt() {
        byte[] spaces = new byte[WireFormat.DOCUMENT_BYTES_MAX + 1];
        assertThat(defectOf(() -> WireFormat.tree(spaces)))
                .hasMessage("document: value exceeds size limit (75497473 bytes, at most 75497472)");
    }

    @Test
    void writesPlainMapsToo() {
        assertThat(WireFormat.write(Map.of("fault", Fault.TARGET))).isEqualTo("{\"fault\":\"target\"}");
    }

    private static InvalidEnvelopeException defectOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        var defect = catchThrowableOfType(InvalidEnvelopeException.class, reading);
        assertThat(defect).isNotNull();
        return defect;
    }
}
