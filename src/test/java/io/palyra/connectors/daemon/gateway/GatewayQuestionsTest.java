package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.fake.FakeGateway.Answer;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import palyra.common.v1.MessageAttachment;
import palyra.common.v1.MessageEnvelope;
import palyra.gateway.v1.RouteMessageRequest;

/** What gRPC's own server is asked. */
class GatewayQuestionsTest {

    private static final String DEVICE = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private static final GatewayCalls CALLS = new GatewayCalls();
    private static FakeGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = FakeGateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CALLS.close();
        gateway.close();
    }

    private static RouteInboundResult ask(String conversation, AttachmentRef... attachments) throws Exception {
        return CALLS.ask(gateway.uri(), GatewayCalls.event(conversation, attachments));
    }

    private static RouteMessageRequest asked(String conversation) {
        List<FakeGateway.Question> questions = gateway.questions(conversation);
        return questions.get(questions.size() - 1).request();
    }

    @Test
    void asksAsTheDaemonReadsIt() throws Exception {
        CALLS.ask(
                gateway.uri() + "?token=sesame&labels=json_mode, other&timeout=7000",
                GatewayCalls.event("asked"),
                Map.of(PalyraConstants.PRINCIPAL, "channel:discord:ops", PalyraConstants.ATTEMPT, 3));

        FakeGateway.Question question = gateway.questions("asked").get(0);
        MessageEnvelope envelope = question.request().getEnvelope();
        assertThat(question.request().getV()).isEqualTo(1);
        assertThat(envelope.getV()).isEqualTo(1);
        assertThat(envelope.getEnvelopeId().getUlid()).isEqualTo(GatewayCalls.ULID);
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
        assertThat(question.deadline()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
    }

    @Test
    void anIdThatIsNoUlidBecomesTheSameOneEachTime() throws Exception {
        CALLS.ask(gateway.uri(), GatewayCalls.event("ids", "discord:ops:1575594169525600259"));
        CALLS.ask(gateway.uri(), GatewayCalls.event("ids", "discord:ops:1575594169525600259"));
        CALLS.ask(gateway.uri(), GatewayCalls.event("ids", "discord:ops:1575594169525600260"));

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
}
