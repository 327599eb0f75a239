package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.Posted;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a message that Slack may or may not have is posted once all the same, and what cannot be sent harms nothing else. Method:
 * one program for all, whose time passes twenty times faster, as Slack's does; each test has a channel, and a message that is named
 * after it.
 */
class UnknownOutcomeTest {

    private static final int FASTER = 20;

    @TempDir
    private static Path folder;

    private static final FastTime TIME = new FastTime(FASTER);

    private static FakeSlack slack;
    private static ProgramUnderTest program;

    private String message;
    private Channel channel;

    @BeforeAll
    static void start() throws Exception {
        slack = FakeSlack.start(FakeSlackOptions.defaults().clock(TIME));
        program = ProgramUnderTest.in(folder).slack(slack).time(TIME).admin().start();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        slack.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        message = test.getTestMethod().orElseThrow().getName();
        channel = slack.addChannel(message.toLowerCase(Locale.ROOT));
    }

    /** The daemon would answer what it hears. */
    private Message unheard(Words words) {
        return slack.saysUnheard(channel, slack.user(), words);
    }

    private List<String> texts() {
        return slack.ledger().texts(channel.id());
    }

    private String lastPosted() {
        List<Posted> posted = slack.ledger().accepted(channel.id());
        return posted.get(posted.size() - 1).ts();
    }

    @Test
    void isFoundInTheHistory() {
        slack.faults().nextPost(Fault.resetAfterAccepting());
        program.enqueue(message, channel.id(), "hello");
        program.awaitDelivered(message);
        assertThat(texts()).containsExactly("hello");
        assertThat(program.outbox(message).nativeMessageId().value()).isEqualTo(lastPosted());
    }

    @Test
    void isFoundWhereAProxyFailedAfterSlackHadPosted() {
        slack.faults().nextPost(Fault.statusAfterAccepting(502));
        program.enqueue(message, channel.id(), "hello");
        program.awaitDelivered(message);
        assertThat(texts()).containsExactly("hello");
    }

    @Test
    void isFoundInTheThreadOfWhatItAnswers() {
        Message parent = unheard(Words.of("what now?"));
        Message reply = unheard(Words.of("well?").below(parent));
        slack.faults().nextPost(Fault.closedAfterAccepting());
        program.enqueue(program.message(message, channel.id(), "hello")
                .inReplyToMessageId(new MessageId(reply.ts()))
                .build());
        program.awaitDelivered(message);
        assertThat(slack.ledger().accepted(channel.id()))
                .singleElement()
                .satisfies(posted -> assertThat(posted.threadTs()).contains(parent.ts()));
    }

    @Test
    void isSentAgainOnceSlackCannotHaveItAnyMore() {
        slack.faults().nextPost(Fault.resetBeforeAccepting());
        long before = TIME.millis();
        program.enqueue(message, channel.id(), "hello");
        program.awaitDelivered(message);
        assertThat(texts()).containsExactly("hello");
        assertThat(Ts.unixMs(lastPosted()) - before).isGreaterThanOrEqualTo(DeliveryHistory.UNDER_WAY.toMillis());
    }

    /** The request was on its way for longer than the line to whoever waited for it. */
    @Test
    void isOneMessageWhereSlackCarriesTheRequestOutLate() {
        slack.faults().nextPost(Fault.resetBeforeAccepting());
        program.enqueue(message, channel.id(), "hello");
        program.awaitThat(() -> assertThat(program.events(message, EventType.OUTBOX_UNKNOWN))
                .anySatisfy(event -> assertThat(event.message()).contains("still carry the request out")));
        Message late = slack.saysUnheard(
                channel, slack.bot(), Words.of("hello").with(json -> json.set("metadata", metadata())));
        program.awaitDelivered(message);
        assertThat(program.outbox(message).nativeMessageId().value()).isEqualTo(late.ts());
        assertThat(texts()).isEmpty();
    }

    private JsonNode metadata() {
        String key = Post.key(program.message(message, channel.id(), "hello").build());
        ObjectNode metadata = Json.object().put("event_type", Post.EVENT_TYPE);
        metadata.putObject("event_payload").put(Post.KEY, key);
        return metadata;
    }

    @Test
    void waitsForAnOperatorWhereTheHistoryDoesNotTell() {
        slack.faults().nextPost(Fault.resetAfterAccepting());
        slack.faults().times(1, SlackFault.to("conversations.history", channel), SlackFault.refused("not_in_channel"));
        program.enqueue(message, channel.id(), "hello");
        program.awaitState(message, OutboxState.UNKNOWN);
        assertThat(texts()).containsExactly("hello");
    }

    @Test
    void isAskedAboutAgainAfterALimit() {
        slack.faults().nextPost(Fault.resetAfterAccepting());
        slack.faults().times(2, SlackFault.to("conversations.history", channel), SlackFault.rateLimited());
        program.enqueue(message, channel.id(), "hello");
        program.awaitDelivered(message);
        assertThat(texts()).containsExactly("hello");
    }

    @Test
    void longTextInOneCodeBlockStaysInItsThreadAndInBlocks() {
        Message parent = unheard(Words.of("show me"));
        String code = "```\n" + "if (a < b && c > d) { x(); }\n".repeat(2_200) + "```";
        program.enqueue(program.message(message, channel.id(), code)
                .inReplyToMessageId(new MessageId(parent.ts()))
                .build());
        program.awaitDelivered(message);
        program.awaitThat(
                () -> assertThat(String.join("", texts()).split("x\\(\\)", -1)).hasSize(2_201));
        assertThat(slack.ledger().accepted(channel.id())).hasSizeGreaterThan(16).allSatisfy(posted -> {
            assertThat(posted.threadTs()).contains(parent.ts());
            assertThat(posted.text()).startsWith("```").endsWith("```").hasSizeLessThanOrEqualTo(4_000);
            assertThat(posted.text().split("```", -1)).hasSize(3);
        });
    }

    /** The client holds each answer to the published description. */
    @Test
    void anOperatorSeesWhichChannelIsLimited() {
        slack.faults().nextPost(SlackFault.rateLimited(Duration.ofMinutes(2)));
        program.enqueue(message, channel.id(), "hello");
        program.awaitThat(() -> assertThat(program.client()
                        .get("/admin/v1/channels/slack:ops")
                        .at("/operations/rate_limits/stated")
                        .findValuesAsText("route"))
                .anySatisfy(route -> assertThat(route).contains(channel.id())));
    }

    /** Slack itself cuts a message that is longer, and names the last piece. */
    @Test
    void whatGoesWithTheTextHasRoomBesideIt() {
        AttachmentRef listed = AttachmentRef.ofUrl(AttachmentKind.FILE, "https://example.org/" + "a&".repeat(100));
        AttachmentRef file = AttachmentRef.upload(AttachmentKind.FILE, "report-of-the-day.txt", "text/plain", "AAAA");
        program.enqueue(program.message(message, channel.id(), "word ".repeat(1_598) + "end")
                .attachments(List.of(file, listed, file, file))
                .build());
        program.awaitDelivered(message);
        program.awaitThat(() -> assertThat(texts()).hasSize(3));
        assertThat(texts()).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(4_000));
        assertThat(texts().get(0)).contains("|report-of-the-day.txt>", "a&amp;a&amp;");
        assertThat(texts().get(0).length()).isGreaterThan(3_800);
        assertThat(texts().get(1)).hasSizeGreaterThan(3_990).doesNotContain("report");
    }

    /** Slack would show the beginning, and say that it has the message. */
    @Test
    void aRouteOfOnesOwnSendsOneMessageOrNone() {
        ProducerTemplate producer = program.context().createProducerTemplate();
        assertThatThrownBy(() -> producer.requestBody(
                        "palyra-slack:ops",
                        program.message(message, channel.id(), "&".repeat(801)).build()))
                .cause()
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("4005 characters");
        assertThat(texts()).isEmpty();
        producer.requestBody(
                "palyra-slack:ops",
                program.message(message, channel.id(), "&".repeat(800)).build());
        assertThat(texts()).containsExactly("&amp;".repeat(800));
    }

    @Test
    void tooManyFilesAreRefusedWhenTheMessageIsGiven() {
        AttachmentRef file = AttachmentRef.upload(AttachmentKind.FILE, "a.txt", "text/plain", "AAAA");
        assertThatThrownBy(() -> program.message(message, channel.id(), "hello")
                        .attachments(Collections.nCopies(500, file))
                        .build())
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("attachments");
        assertThatThrownBy(() -> program.enqueue(program.message(message, channel.id(), "hello")
                        .attachments(Collections.nCopies(32, file))
                        .build()))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("attachments");
    }

    @Test
    void aChannelByItsNameIsRefusedWhenTheMessageIsGiven() {
        assertThatThrownBy(() -> program.enqueue(message, "#" + channel.name(), "hello"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("conversation_id")
                .hasMessageContaining("give its id");
    }

    @Test
    void aScopeThatIsMissingForOneMessageEndsThatAlone() {
        slack.faults()
                .times(
                        1,
                        SlackFault.to("files.getUploadURLExternal"),
                        SlackFault.missingScope("files:write", "chat:write"));
        AttachmentRef file = AttachmentRef.upload(AttachmentKind.FILE, "a.txt", "text/plain", "AAAA");
        program.enqueue(program.message(message, channel.id(), "with a file")
                .attachments(List.of(file))
                .build());
        program.awaitState(message, OutboxState.DEAD);
        assertThat(program.outbox(message).reason()).contains("files:write", "reinstall the app");
        program.enqueue(message + "-text", channel.id(), "hello");
        program.awaitDelivered(message + "-text");
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void aReceiptsIdServesAsAMessageId() {
        program.enqueue(message, channel.id(), "hello");
        program.awaitDelivered(message);
        MessageId id = program.outbox(message).nativeMessageId();
        program.enqueue(program.message(message + "-reply", channel.id(), "and on")
                .inReplyToMessageId(id)
                .build());
        program.awaitDelivered(message + "-reply");
        assertThat(slack.ledger().accepted(channel.id()).get(1).threadTs()).contains(id.value());
    }

    @Test
    void noMessageEndsWhileTheTokenLacksWhatAllNeed() {
        slack.scopes(Set.of("users:read"));
        program.enqueue(message, channel.id(), "hello");
        program.awaitThat(() -> assertThat(program.status().readiness()).isEqualTo(Readiness.MISCONFIGURED));
        assertThat(program.outbox(message).state()).isEqualTo(OutboxState.PENDING);
        slack.scopes(Arrays.stream(Scope.values()).map(Scope::value).toList());
        program.awaitDelivered(message);
        assertThat(texts()).containsExactly("hello");
    }
}
