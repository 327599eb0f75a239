package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.fake.FakeGateway.Answer;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import palyra.common.v1.A2uiUpdate;
import palyra.common.v1.CanonicalId;
import palyra.common.v1.MessageAttachment;
import palyra.gateway.v1.OutboundMessage;
import palyra.gateway.v1.RouteMessageResponse;

/** How the answers of gRPC's own server are read. */
class GatewayAnswersTest {

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
                        .setRunId(CanonicalId.newBuilder().setUlid(GatewayCalls.ULID))
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
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                900,
                                UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                        .build())
                .build()
                .toByteArray());
        gateway.answers("newer", Answer.of(newer));

        assertThat(ask("newer").accepted()).isTrue();
        assertThat(ask("newer").outputs()).isEmpty();
    }

    @Test
    void theAnswersThatAskToBeAskedAgainAreGivenAsTheyAre() throws Exception {
        gateway.answers("busy", Answer.refused("backpressure_queue_full", true));

        assertThat(ask("busy").queuedForRetry()).isTrue();
    }
}
