package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.daemon.DaemonMisconfiguredException;
import io.palyra.connectors.daemon.DaemonNotTakenException;
import io.palyra.connectors.daemon.DaemonRejectedException;
import io.palyra.connectors.daemon.DaemonUnavailableException;
import io.palyra.connectors.engine.DaemonFault;
import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.fake.FakeGateway.Answer;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import io.palyra.connectors.protocol.SenderId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import palyra.common.v1.A2uiUpdate;
import palyra.common.v1.CanonicalId;
import palyra.common.v1.MessageAttachment;
import palyra.common.v1.MessageEnvelope;
import palyra.gateway.v1.OutboundMessage;
import palyra.gateway.v1.RouteMessageRequest;
import palyra.gateway.v1.RouteMessageResponse;

/** The component against gRPC's own server: what is asked, how answers and ends of calls are read. */
class GatewayTest {

    private static final String ULID = "01M84XMC4M0AK3WBVZ603G95J4";
    private static final String DEVICE = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static FakeGateway gateway;
    private static ProducerTemplate template;

    @BeforeAll
    static void start() throws Exception {
        gateway = FakeGateway.start();
        CAMEL.start();
        template = CAMEL.createProducerTemplate();
    }

    @AfterAll
    static void stop() throws Exception {
        CAMEL.close();
        gateway.close();
    }

    private static InboundMessageEvent event(String conversation, String id, AttachmentRef... attachments) {
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

    private static Object ask(String uri, InboundMessageEvent event, Map<String, Object> headers) throws Exception {
        Exchange asked = template.request(uri, exchange -> {
            exchange.getMessage().setBody(event);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
        if (asked.getException() != null) {
            throw asked.getException();
        }
        return asked.getMessage().getBody();
    }

    private static RouteInboundResult ask(String conversation, AttachmentRef... attachments) throws Exception {
        return (RouteInboundResult) ask(gateway.uri(), event(conversation, ULID, attachments), Map.of());
    }

    private static RouteMessageRequest asked(String conversation) {
        List<FakeGateway.Question> questions = gateway.questions(conversation);
        return questions.get(questions.size() - 1).request();
    }

    @Test
    void asksAsTheDaemonReadsIt() throws Exception {
        ask(
                gateway.uri() + "?token=sesame&labels=json_mode, other&timeout=7000",
                event("asked", ULID),
                Map.of(PalyraConstants.PRINCIPAL, "channel:discord:ops", PalyraConstants.ATTEMPT, 3));

        FakeGateway.Question question = gateway.questions("asked").get(0);
        MessageEnvelope envelope = question.request().getEnvelope();
        assertThat(question.request().getV()).isEqualTo(1);
        assertThat(envelope.getV()).isEqualTo(1);
        assertThat(envelope.getEnvelopeId().getUlid()).isEqualTo(ULID);
        assertThat(envelope.getTimestampUnixMs()).isEqualTo(1_700_000_000_000L);
        assertThat(envelope.getOrigin().getChannel()).isEqualTo("discord:ops");
        assertThat(envelope.getOrigin().getSenderHandle()).isEqualTo("discord:user:7");
        assertThat(envelope.getOrigin().getSenderDisplay()).isEqualTo("Ada");
        assertThat(envelope.getOrigin().getSenderVerified()).isTrue();
        assertThat(envelope.getContent().getText()).isEqualTo("hello");
        assertThat(envelope.getMaxPayloadBytes()).isEqualTo(32_768);
        assertThat(envelope.getSecurity().getLabelsList()).containsExactly("json_mode", "other");
        assertThat(question.request().getIsDirectMessage()).isTrue();
        assertThat(question.request().getRetryAttempt()).isEqualTo(2);
        assertThat(question.header("x-palyra-principal")).isEqualTo("channel:discord:ops");
        assertThat(question.header("x-palyra-channel")).isEqualTo("discord:ops");
        assertThat(question.header("x-palyra-device-id")).isEqualTo(DEVICE);
        assertThat(question.header("authorization")).isEqualTo("Bearer sesame");
        assertThat(question.deadline()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(7));
    }

    @Test
    void anIdThatIsNoUlidBecomesTheSameOneEachTime() throws Exception {
        ask(gateway.uri(), event("ids", "discord:ops:1575594169525600259"), Map.of());
        ask(gateway.uri(), event("ids", "discord:ops:1575594169525600259"), Map.of());
        ask(gateway.uri(), event("ids", "discord:ops:1575594169525600260"), Map.of());

        List<String> ids = gateway.questions("ids").stream()
                .map(question ->
                        question.request().getEnvelope().getEnvelopeId().getUlid())
                .toList();
        assertThat(ids).allMatch(id -> id.matches("[0-7][0-9A-HJKMNP-TV-Z]{25}"));
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
    }

    @Test
    void attachmentsGoAlongAndAreDescribedInTheText() throws Exception {
        byte[] content = "picture".getBytes(StandardCharsets.UTF_8);
        AttachmentRef picture = new AttachmentRef(
                AttachmentKind.IMAGE,
                "a1",
                "https://cdn.example.org/cat.png",
                null,
                "cat.png",
                "image/png",
                7L,
                "hash",
                null,
                null,
                false,
                Base64.getEncoder().encodeToString(content),
                3,
                4);

        ask("attached", picture);

        assertThat(asked("attached").getEnvelope().getContent().getText())
                .isEqualTo("hello\n\n[attachment-metadata]\nkind=image filename=cat.png content_type=image/png"
                        + " size_bytes=7 source=https://cdn.example.org/cat.png");
        MessageAttachment attachment =
                asked("attached").getEnvelope().getContent().getAttachments(0);
        assertThat(attachment.getInlineBytes().toByteArray()).isEqualTo(content);
        assertThat(attachment.getSourceUrl()).isEqualTo("https://cdn.example.org/cat.png");
        assertThat(attachment.getWidthPx()).isEqualTo(3);
    }

    @Test
    void whatIsTooLargeGoesWithoutTheContentOfAttachments() throws Exception {
        String megabyteAndAHalf = Base64.getEncoder().encodeToString(new byte[1_500_000]);
        AttachmentRef big =
                AttachmentRef.upload(AttachmentKind.FILE, "big", "application/octet-stream", megabyteAndAHalf);

        ask("large", big, big, big);
        assertThat(gateway.questions("large")).hasSize(1);
        assertThat(asked("large").getEnvelope().getContent().getAttachmentsList())
                .hasSize(3)
                .allMatch(attachment -> attachment.getInlineBytes().isEmpty());

        gateway.answers("refused-large", Answer.status(Status.OUT_OF_RANGE), Answer.text("now"));
        assertThat(ask("refused-large", big).accepted()).isTrue();
        assertThat(asked("refused-large").getSerializedSize()).isLessThan(1_000);
    }

    @Test
    void readsAllThatAnAnswerSays() throws Exception {
        gateway.answers(
                "said",
                Answer.of(RouteMessageResponse.newBuilder()
                        .setV(1)
                        .setAccepted(true)
                        .setDecisionReason("routed")
                        .setRouteKey("channel:discord:ops")
                        .setRetryAttempt(1)
                        .setRunId(CanonicalId.newBuilder().setUlid(ULID))
                        .addOutputs(OutboundMessage.newBuilder()
                                .setText("one")
                                .setThreadId("t")
                                .setInReplyToMessageId("m")
                                .setBroadcast(true)
                                .setAutoAckText("ack")
                                .setAutoReaction("👍")
                                .setStructuredJson(ByteString.copyFromUtf8("{\"a\":[1]}"))
                                .setA2UiUpdate(A2uiUpdate.newBuilder()
                                        .setV(1)
                                        .setSurface("main")
                                        .setPatchJson(ByteString.copyFromUtf8("[]"))))
                        .addOutputs(OutboundMessage.newBuilder()
                                .setText("two")
                                .setStructuredJson(ByteString.copyFromUtf8("{\"delivery\":{\"state\":\"done\"}}"))
                                .setA2UiUpdate(A2uiUpdate.newBuilder().setPatchJson(ByteString.copyFromUtf8("[]"))))
                        .addOutputs(OutboundMessage.newBuilder().setText(" "))
                        .build()));

        RouteInboundResult result = ask("said");

        assertThat(result.decisionReason()).isEqualTo("routed");
        assertThat(result.routeKey()).isEqualTo("channel:discord:ops");
        RoutedOutboundMessage one = result.outputs().get(0).message().orElseThrow();
        assertThat(one.text()).isEqualTo("one");
        assertThat(one.threadId().value()).isEqualTo("t");
        assertThat(one.inReplyToMessageId().value()).isEqualTo("m");
        assertThat(one.broadcast()).isTrue();
        assertThat(one.autoAckText()).isEqualTo("ack");
        assertThat(one.autoReaction()).isEqualTo("👍");
        assertThat(String.valueOf(one.structuredJson())).contains("[1]");
        assertThat(one.a2uiUpdate().surface()).isEqualTo("main");
        RoutedOutboundMessage two = result.outputs().get(1).message().orElseThrow();
        assertThat(two.structuredJson()).isNull();
        assertThat(two.a2uiUpdate()).isNull();
        assertThat(result.outputs().get(2).defect()).isPresent();
    }

    @Test
    void whatThePersonHasAttachedIsNotSentBack() throws Exception {
        AttachmentRef asked = new AttachmentRef(
                AttachmentKind.IMAGE,
                "a1",
                "https://cdn.example.org/x",
                null,
                null,
                null,
                null,
                "hash-1",
                null,
                null,
                false,
                null,
                null,
                null);
        MessageAttachment again = MessageAttachment.newBuilder()
                .setAttachmentId("a1")
                .setSourceUrl("https://cdn.example.org/x")
                .build();
        gateway.answers(
                "attached-back",
                Answer.of(RouteMessageResponse.newBuilder()
                        .setAccepted(true)
                        .addOutputs(OutboundMessage.newBuilder()
                                .setText("look")
                                .addAttachments(again)
                                .addAttachments(
                                        again.toBuilder().setAttachmentId("").setContentHash("hash-1"))
                                .addAttachments(again.toBuilder()
                                        .setUploadRequested(true)
                                        .setInlineBytes(ByteString.copyFromUtf8("x")))
                                .addAttachments(again.toBuilder().setAttachmentId("new")))
                        .build()));

        List<AttachmentRef> attachments = ask("attached-back", asked)
                .outputs()
                .get(0)
                .message()
                .orElseThrow()
                .attachments();

        assertThat(attachments).extracting(AttachmentRef::attachmentId).containsExactly("a1", "new");
        assertThat(attachments.get(0).uploadRequested()).isTrue();
    }

    @Test
    void whatANewerDaemonAddsIsIgnored() throws Exception {
        RouteMessageResponse newer = RouteMessageResponse.parseFrom(RouteMessageResponse.newBuilder()
                .setAccepted(true)
                .setUnknownFields(com.google.protobuf.UnknownFieldSet.newBuilder()
                        .addField(
                                900,
                                com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                        .addVarint(5)
                                        .build())
                        .build())
                .build()
                .toByteArray());
        gateway.answers("newer", Answer.of(newer));

        assertThat(ask("newer").accepted()).isTrue();
        assertThat(ask("newer").outputs()).isEmpty();
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of(
                        Status.PERMISSION_DENIED,
                        DaemonMisconfiguredException.class,
                        DaemonFault.MISCONFIGURED,
                        "token"),
                Arguments.of(
                        Status.UNAUTHENTICATED, DaemonMisconfiguredException.class, DaemonFault.MISCONFIGURED, "token"),
                Arguments.of(
                        Status.FAILED_PRECONDITION,
                        DaemonMisconfiguredException.class,
                        DaemonFault.MISCONFIGURED,
                        "version"),
                Arguments.of(
                        Status.UNIMPLEMENTED,
                        DaemonMisconfiguredException.class,
                        DaemonFault.MISCONFIGURED,
                        "endpoint"),
                Arguments.of(
                        Status.RESOURCE_EXHAUSTED, DaemonNotTakenException.class, DaemonFault.POSTPONED, "coalescer"),
                Arguments.of(Status.UNAVAILABLE, DaemonNotTakenException.class, DaemonFault.NOT_TAKEN, "coalescer"),
                Arguments.of(
                        Status.INTERNAL, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"),
                Arguments.of(
                        Status.UNKNOWN, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"),
                Arguments.of(
                        Status.CANCELLED, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"),
                Arguments.of(
                        Status.ABORTED, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"),
                Arguments.of(
                        Status.DEADLINE_EXCEEDED,
                        DaemonUnavailableException.class,
                        DaemonFault.NO_USABLE_ANSWER,
                        "coalescer"),
                Arguments.of(
                        Status.DATA_LOSS, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void eachStatusSaysWhetherToAskAgain(
            Status status, Class<? extends DaemonUnavailableException> type, DaemonFault fault, String mention) {
        String conversation = "status-" + status.getCode();
        gateway.answers(conversation, Answer.status(status.withDescription("100% of the coalescer")));

        assertThatThrownBy(() -> ask(conversation))
                .isExactlyInstanceOf(type)
                .hasMessageContaining(status.getCode().name())
                .hasMessageContaining("100% of the coalescer")
                .hasMessageContaining(mention)
                .satisfies(e ->
                        assertThat(((DaemonUnavailableException) e).fault()).isEqualTo(fault));
    }

    @ParameterizedTest
    @CsvSource({"INVALID_ARGUMENT", "OUT_OF_RANGE"})
    void twoStatusesRefuseTheMessage(Status.Code code) {
        gateway.answers("refused-" + code, Answer.status(code.toStatus().withDescription("no")));

        assertThatThrownBy(() -> ask("refused-" + code))
                .isInstanceOf(DaemonRejectedException.class)
                .hasMessageContaining("no");
    }

    @Test
    void aCallThatTakesTooLongIsCancelledThereToo() throws Exception {
        gateway.answers("slow", Answer.never());
        int before = gateway.cancelled();

        assertThatThrownBy(() -> ask(gateway.uri() + "?timeout=300", event("slow", ULID), Map.of()))
                .isExactlyInstanceOf(DaemonUnavailableException.class)
                .hasMessageContaining("within PT0.3S");

        await().until(() -> gateway.cancelled() > before);
    }

    @Test
    void whereNobodyListensNothingWasTaken() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> ask("palyra-gateway:127.0.0.1:" + port, event("nobody", ULID), Map.of()))
                .isInstanceOf(DaemonNotTakenException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void whatSpeaksHttpOneIsNotTheDaemon() throws Exception {
        try (io.palyra.connectors.fake.FakeDaemon http = io.palyra.connectors.fake.FakeDaemon.start()) {
            assertThatThrownBy(() -> ask("palyra-gateway:127.0.0.1:" + http.port(), event("http", ULID), Map.of()))
                    .isInstanceOf(DaemonMisconfiguredException.class)
                    .hasMessageContaining("palyra.daemon.endpoint");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "palyra-gateway:localhost | names no gateway",
                "palyra-gateway:localhost:0 | names no gateway",
                "palyra-gateway:127.0.0.1:7443?deviceId=me | deviceId=me has to be a ULID",
                "palyra-gateway:127.0.0.1:7443?callsPerConnector=0 | callsPerConnector=0 has to be 1 at least",
                "palyra-gateway:127.0.0.1:7443?maxPayloadBytes=0 | maxPayloadBytes=0 has to be 1 at least",
                "palyra-gateway:127.0.0.1:7443?serverName=x | tls=false has to be true",
                "palyra-gateway:127.0.0.1:7443?tls=true&caFile=/nowhere.pem | caFile=/nowhere.pem cannot be read",
                "palyra-gateway:127.0.0.1:7443?tls=true&keyFile=/nowhere.pem | certFile= is missing",
                "palyra-gateway:127.0.0.1:7443?tls=true&caFile=pom.xml | caFile=pom.xml cannot be used",
            })
    void aWrongOptionIsNamedBeforeAnybodyIsAsked(String uri, String reason) {
        assertThatThrownBy(() -> CAMEL.getEndpoint(uri)).hasStackTraceContaining(reason);
    }

    @Test
    void theAnswersThatAskToBeAskedAgainAreGivenAsTheyAre() throws Exception {
        gateway.answers("busy", Answer.refused("backpressure_queue_full", true));

        assertThat(ask("busy").queuedForRetry()).isTrue();
    }
}
