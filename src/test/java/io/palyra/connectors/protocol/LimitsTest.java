package io.palyra.connectors.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit on both sides of its border. */
class LimitsTest {
    private static final String TOO_LARGE = "value exceeds size limit";
    private static final String TOO_MANY_ATTACHMENTS = "message exceeds attachment count limit";
    private static final String UNICODE = "value is not valid Unicode";
    private static final String NUL = "value contains a NUL character";
    private static final String CONTROL = "value contains a control character";

    /** A limit in bytes, and what makes a value whose text has that size. */
    private static Arguments bytes(int max, String field, Consumer<String> make) {
        return Arguments.of(max, field, make);
    }

    static Stream<Arguments> byteLimits() {
        return Stream.of(
                bytes(32, "kind", ConnectorKind::new),
                bytes(192, "envelope_id", EnvelopeId::new),
                bytes(256, "conversation_id", ConversationId::new),
                bytes(256, "thread_id", ThreadId::new),
                bytes(256, "sender_id", SenderId::new),
                bytes(256, "message_id", MessageId::new),
                bytes(128, "principal", Principal::new),
                bytes(128, "envelope_id", s -> inbound()
                        .envelopeId(new EnvelopeId(s))
                        .build()),
                bytes(128 * 1024, "body", s -> inbound().body(s).build()),
                bytes(64 * 1024, "body", s -> inbound().body(s).build().requireBodyWithin(64 * 1024)),
                bytes(1024, "sender_display", s -> inbound().senderDisplay(s).build()),
                bytes(2048, "in_reply_to_body", s -> inbound()
                        .inReplyTo(null, s)
                        .build()),
                bytes(64 * 1024, "text", RoutedOutboundMessage::text),
                bytes(
                        64 * 1024,
                        "text",
                        s -> outbound().text(s).maxPayloadBytes(1 << 20).build()),
                bytes(10, "text", s -> outbound().text(s).maxPayloadBytes(10).build()),
                bytes(64 * 1024, "auto_ack_text", s -> outbound().autoAckText(s).build()),
                bytes(128, "auto_reaction", s -> outbound().autoReaction(s).build()),
                bytes(64 * 1024, "structured_json", s -> outbound()
                        .structuredJson(json(s))
                        .build()),
                bytes(10, "structured_json", s -> outbound()
                        .structuredJson(json(s))
                        .maxPayloadBytes(10)
                        .build()),
                bytes(10, "a2ui_update.patch_json", s -> outbound()
                        .a2uiUpdate(new A2uiUpdate("s", json(s)))
                        .maxPayloadBytes(10)
                        .build()),
                bytes(128 * 1024, "json", LimitsTest::json),
                bytes(128, "surface", s -> new A2uiUpdate(s, json("{}"))),
                bytes(128, "attachment_id", s -> attachment(1, s)),
                bytes(1024, "url", s -> attachment(2, s)),
                bytes(1024, "artifact_ref", s -> attachment(3, s)),
                bytes(512, "filename", s -> attachment(4, s)),
                bytes(256, "content_type", s -> attachment(5, s)),
                bytes(128, "content_hash", s -> attachment(6, s)),
                bytes(128, "origin", s -> attachment(7, s)),
                bytes(512, "policy_context", s -> attachment(8, s)),
                bytes(2 * 1024 * 1024, "inline_base64", s -> attachment(9, s)),
                bytes(256, "auth_profile_ref", s -> spec(s, null, List.of())),
                bytes(256, "token_vault_ref", s -> spec(null, s, List.of())),
                bytes(253, "egress_allowlist[1]", s -> spec(null, null, List.of("a", s))),
                bytes(1024, "route_key", s -> new RouteInboundResult(true, false, "r", s, 0, null, List.of())),
                bytes(321, "idempotency_key", s -> DeliveryReceipt.of(new DeliveryOutcome.Unknown("r"), s)),
                bytes(1024, "query", s -> new SearchRequest(Samples.TARGET, s, null, null, null, 1)),
                bytes(64 * 1024, "body", s -> new EditRequest(Samples.LOCATOR, s)),
                bytes(512, "reason", s -> new DeleteRequest(Samples.LOCATOR, s)),
                bytes(128, "emoji", s -> new ReactRequest(Samples.LOCATOR, s)),
                bytes(128 * 1024, "before_body", s -> new MessageDiff(s, "")),
                bytes(128 * 1024, "after_body", s -> new MessageDiff("", s)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("byteLimits")
    void holdsTextToItsBytes(int max, String field, Consumer<String> make) {
        boolean json = field.contains("json");
        Function<Integer, String> ofSize = size -> json ? '"' + "a".repeat(size - 2) + '"' : "a".repeat(size);
        assertThatCode(() -> make.accept(ofSize.apply(max))).doesNotThrowAnyException();
        var defect = refused(field, TOO_LARGE, () -> make.accept(ofSize.apply(max + 1)));
        assertThat(defect.details()).contains((max + 1) + " bytes, at most " + max);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("idTypes")
    void countsBytesAndNotCharacters(String field, Consumer<String> make, int max) {
        assertThatCode(() -> make.accept("👍".repeat(max / 4))).doesNotThrowAnyException();
        refused(field, TOO_LARGE, () -> make.accept("👍".repeat(max / 4) + "é"));
        assertThatCode(() -> make.accept("é€" + "x".repeat(max - 5))).doesNotThrowAnyException();
        refused(field, TOO_LARGE, () -> make.accept("é€" + "x".repeat(max - 4)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("idTypes")
    void refusesIdsThatAreBlankOrUnprintable(String field, Consumer<String> make, int max) {
        refused(field, "is required", () -> make.accept(null));
        for (String blank : List.of("", " ", "\u00a0", "\u2003\t")) {
            refused(field, "cannot be empty", () -> make.accept(blank));
        }
        for (String control : List.of("a\nb", "a\u007f", "\u0085x", "a\u001b[0m")) {
            refused(field, CONTROL, () -> make.accept(control));
        }
        refused(field, NUL, () -> make.accept("a\0"));
        for (String broken : List.of("\ud83d", "\ude00a", "a\ude00\ud83d", "\ud83d\ud83d\ude00")) {
            refused(field, UNICODE, () -> make.accept(broken));
        }
    }

    static Stream<Arguments> idTypes() {
        return Stream.of(
                id("envelope_id", 192, EnvelopeId::new),
                id("conversation_id", 256, ConversationId::new),
                id("thread_id", 256, ThreadId::new),
                id("sender_id", 256, SenderId::new),
                id("message_id", 256, MessageId::new),
                id("principal", 128, Principal::new));
    }

    private static Arguments id(String field, int max, Consumer<String> make) {
        return Arguments.of(field, make, max);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("body", (Consumer<String>) s -> inbound().body(s).build()),
                Arguments.of("text", (Consumer<String>) s -> outbound().text(s).build()),
                Arguments.of("text", (Consumer<String>) RoutedOutboundMessage::text),
                Arguments.of("body", (Consumer<String>) s -> new EditRequest(Samples.LOCATOR, s)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void takesAnyTextThatCanBeStoredAndSeen(String field, Consumer<String> make) {
        assertThatCode(() -> make.accept("a\n\tb 👍 \u001b \uFFFF")).doesNotThrowAnyException();
        refused(field, "is required", () -> make.accept(null));
        refused(field, "cannot be empty", () -> make.accept("\n \u00a0"));
        refused(field, NUL, () -> make.accept("a\0b"));
        refused(field, UNICODE, () -> make.accept("a\ud83d"));
    }

    static Stream<Arguments> counts() {
        return Stream.of(
                count(32, "attachments", TOO_MANY_ATTACHMENTS, n -> inbound()
                        .attachments(attachments(n))
                        .build()),
                count(32, "attachments", TOO_MANY_ATTACHMENTS, n -> outbound()
                        .attachments(attachments(n))
                        .build()),
                count(64, "outputs", "message exceeds output count limit", LimitsTest::result),
                count(256, "egress_allowlist", TOO_LARGE, n -> spec(null, null, Collections.nCopies(n, "a"))),
                count(64, "required_permissions", TOO_LARGE, LimitsTest::permissions),
                count(
                        1000,
                        "matches",
                        TOO_LARGE,
                        n -> new SearchResult(Samples.PREFLIGHT, Collections.nCopies(n, Samples.RECORD), null)));
    }

    private static Arguments count(int max, String field, String reason, IntConsumer make) {
        return Arguments.of(max, field, reason, make);
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("counts")
    void holdsListsToTheirLength(int max, String field, String reason, IntConsumer make) {
        assertThatCode(() -> make.accept(max)).doesNotThrowAnyException();
        var defect = refused(field, reason, () -> make.accept(max + 1));
        assertThat(defect.details()).contains((max + 1) + ", at most " + max);
    }

    static Stream<Arguments> numbers() {
        String zero = "must be greater than zero";
        String negative = "must not be negative";
        return Stream.of(
                number(1, "timeout_ms", zero, n -> outbound().timeoutMs(n).build()),
                number(1, "max_payload_bytes", zero, n -> outbound()
                        .text("a")
                        .maxPayloadBytes(n)
                        .build()),
                number(1, "limit", zero, n -> ReadRequest.newest(Samples.TARGET, n)),
                number(1, "limit", zero, n -> new SearchRequest(Samples.TARGET, "q", null, null, null, n)),
                number(1, "text_chars_max", zero, CapabilityLimits::text),
                number(1, "text_lines_max", zero, n -> CapabilityLimits.text(1).lines(n)),
                number(0, "attachments_max", negative, n -> CapabilityLimits.text(1)
                        .attachments(n, 1)),
                number(0, "attachment_bytes_max", negative, n -> CapabilityLimits.text(1)
                        .attachments(1, n)),
                number(0, "received_at_unix_ms", negative, n -> inbound()
                        .receivedAtUnixMs(n)
                        .build()),
                number(0, "size_bytes", negative, n -> sized((long) n, null, null)),
                number(0, "width_px", negative, n -> sized(null, n, null)),
                number(0, "height_px", negative, n -> sized(null, null, n)));
    }

    private static Arguments number(int min, String field, String reason, IntConsumer make) {
        return Arguments.of(min, field, reason, make);
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("numbers")
    void holdsNumbersToTheirRange(int min, String field, String reason, IntConsumer make) {
        assertThatCode(() -> make.accept(min)).doesNotThrowAnyException();
        refused(field, reason, () -> make.accept(min - 1));
    }

    private static InvalidEnvelopeException refused(String field, String reason, Runnable making) {
        var defect = catchThrowableOfType(InvalidEnvelopeException.class, making::run);
        assertThat(defect).isNotNull().hasMessageStartingWith(field + ": " + reason);
        assertThat(defect.field()).isEqualTo(field);
        assertThat(defect.reason()).isEqualTo(reason);
        return defect;
    }

    private static InboundMessageEventBuilder inbound() {
        return InboundMessageEvent.builder(
                Samples.ENVELOPE, Samples.CONNECTOR, Samples.CONVERSATION, Samples.SENDER, "body");
    }

    private static OutboundMessageRequestBuilder outbound() {
        return OutboundMessageRequest.builder(Samples.ENVELOPE, Samples.CONNECTOR, Samples.CONVERSATION, "text");
    }

    private static JsonValue json(String text) {
        return JsonValue.parse(text);
    }

    /** Only the n-th of the text components, from 1. */
    private static AttachmentRef attachment(int at, String text) {
        List<String> texts = new ArrayList<>(Collections.nCopies(10, null));
        texts.set(at, text);
        return new AttachmentRef(
                AttachmentKind.FILE,
                texts.get(1),
                texts.get(2),
                texts.get(3),
                texts.get(4),
                texts.get(5),
                null,
                texts.get(6),
                texts.get(7),
                texts.get(8),
                false,
                texts.get(9),
                null,
                null);
    }

    private static AttachmentRef sized(Long bytes, Integer width, Integer height) {
        return new AttachmentRef(
                AttachmentKind.IMAGE,
                null,
                null,
                null,
                null,
                null,
                bytes,
                null,
                null,
                null,
                false,
                null,
                width,
                height);
    }

    private static List<AttachmentRef> attachments(int count) {
        return Collections.nCopies(count, AttachmentRef.ofUrl(AttachmentKind.FILE, "https://a.example/b"));
    }

    private static void result(int outputs) {
        RouteInboundResult.accepted("r", Collections.nCopies(outputs, RoutedOutboundMessage.text("a")));
    }

    private static void permissions(int count) {
        new Capability(true, null, null, null, null, null, Collections.nCopies(count, "p"));
    }

    private static ConnectorInstanceSpec spec(String authProfileRef, String tokenVaultRef, List<String> egress) {
        return new ConnectorInstanceSpec(
                Samples.CONNECTOR,
                Samples.CONNECTOR.kind(),
                new Principal("p"),
                authProfileRef,
                tokenVaultRef,
                egress,
                true);
    }
}
