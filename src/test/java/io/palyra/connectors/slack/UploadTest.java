package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Posted;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files are brought first, and the one message after them shows them. */
class UploadTest {

    private static final String PLACE = "files.getUploadURLExternal";
    private static final String COMPLETE = "files.completeUploadExternal";
    private static final Predicate<RestRequest> CONTENT =
            request -> request.path().contains("/upload/");

    private FakeSlack slack;
    private OpenSlack open;
    private Channel channel;

    @BeforeEach
    void open() throws Exception {
        open = OpenSlack.start();
        slack = open.slack();
        channel = slack.channel();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private static AttachmentRef file(String name, String content) {
        return AttachmentRef.upload(
                AttachmentKind.FILE,
                name,
                "text/plain",
                Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    }

    private OutboundMessageRequest message(AttachmentRef... files) {
        return OpenSlack.message("m1", channel.id(), "see these", builder -> builder.attachments(List.of(files))
                .timeoutMs(2_000));
    }

    private OutboundMessageRequest twoFiles() {
        return message(file("a.txt", "first"), file("b & c.txt", "second"));
    }

    private Posted onlyPost() {
        assertThat(slack.ledger().accepted()).hasSize(1);
        return slack.ledger().accepted().get(0);
    }

    private long contents() {
        return slack.requests().stream().filter(CONTENT).count();
    }

    @Test
    void oneMessageWithItsKeyShowsAllFiles() {
        assertThat(open.send(twoFiles())).isInstanceOf(DeliveryOutcome.Delivered.class);
        Posted posted = onlyPost();
        assertThat(posted.files()).containsExactlyInAnyOrder("a.txt", "b___c.txt");
        assertThat(posted.key()).isNotEmpty();
        assertThat(posted.text())
                .matches(
                        "see these\n<https://[^|>\\s]+/a\\.txt\\|a\\.txt>\n<https://[^|>\\s]+/b___c\\.txt\\|b___c\\.txt>");
        assertThat(posted.request().path("unfurl_media").asText()).isEqualTo("1");
        assertThat(slack.requests().stream().filter(SlackFault.to(COMPLETE)))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).doesNotContain("channel"));
        assertThat(slack.requests().stream().filter(CONTENT).map(RestRequest::body))
                .containsExactly("first", "second");
    }

    static Stream<Arguments> failures() {
        return Stream.of(PLACE, "content", COMPLETE).flatMap(step -> Stream.of(
                        Arguments.of("reset", Fault.resetBeforeAccepting(), RetryClass.TRANSIENT_NETWORK),
                        Arguments.of("cut after", Fault.resetAfterAccepting(), RetryClass.TRANSIENT_NETWORK),
                        Arguments.of("silent", Fault.silentAfterAccepting(), RetryClass.TRANSIENT_NETWORK),
                        Arguments.of("502", Fault.status(502), RetryClass.TRANSIENT_NETWORK),
                        Arguments.of("502 after", Fault.statusAfterAccepting(502), RetryClass.TRANSIENT_NETWORK),
                        Arguments.of("429", SlackFault.rateLimited(Duration.ofSeconds(1)), RetryClass.RATE_LIMIT))
                .map(row -> Arguments.of(step, row.get()[0], row.get()[1], row.get()[2])));
    }

    private static Predicate<RestRequest> to(String step) {
        return step.equals("content") ? CONTENT : SlackFault.to(step);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("failures")
    void whatFailsBeforeThePostHasSentNothing(String step, String what, Fault fault, RetryClass retryClass) {
        slack.faults().times(1, to(step), fault);
        OutboundMessageRequest request = twoFiles().toBuilder().timeoutMs(700).build();
        assertThat(open.send(request)).isInstanceOfSatisfying(Retry.class, retry -> {
            assertThat(retry.retryClass()).isEqualTo(retryClass);
            assertThat(retry.uncertain()).isFalse();
        });
        assertThat(open.posts()).isZero();
        if (retryClass == RetryClass.TRANSIENT_NETWORK) {
            assertThat(open.send(twoFiles())).isInstanceOf(DeliveryOutcome.Delivered.class);
            assertThat(onlyPost().files()).hasSize(2);
        }
    }

    @Test
    void anotherAttemptBringsNothingTwice() {
        slack.faults().times(1, SlackFault.to(COMPLETE), Fault.status(502));
        open.send(twoFiles());
        slack.faults().nextPost(SlackFault.refused("request_timeout"));
        open.send(twoFiles());
        assertThat(open.send(twoFiles())).isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(contents()).isEqualTo(2);
        assertThat(slack.calls(COMPLETE)).isEqualTo(2);
        assertThat(onlyPost().files()).hasSize(2);
    }

    @Test
    void goesOnWhereTheContentOfOneFileWasNotTaken() {
        slack.faults().times(1, CONTENT.and(request -> request.body().equals("second")), Fault.status(404));
        assertThat(open.send(twoFiles())).isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.retryClass())
                .isEqualTo(RetryClass.TRANSIENT_NETWORK));
        assertThat(open.send(twoFiles())).isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(slack.requests().stream().filter(CONTENT).map(RestRequest::body))
                .containsExactly("first", "second", "second");
    }

    /** As after a completion whose answer was lost. */
    @Test
    void bringsThemAnewWhereSlackDoesNotKnowThemAnyMore() {
        slack.faults().times(1, SlackFault.to(COMPLETE), Fault.status(502));
        open.send(twoFiles());
        slack.faults().times(1, SlackFault.to(COMPLETE), SlackFault.refused("file_not_found"));
        assertThat(open.send(twoFiles())).isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(contents()).isEqualTo(4);
        assertThat(onlyPost().files()).hasSize(2);
    }

    @Test
    void asksForALinkThatTheCompletionDoesNotTell() {
        slack.faults()
                .times(
                        1,
                        SlackFault.to(COMPLETE),
                        Fault.accepting(RestAnswer.of(200, "application/json", "{\"ok\":true,\"files\":[]}")));
        assertThat(open.send(message(file("a.txt", "first")))).isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(slack.calls("files.info")).isEqualTo(1);
        assertThat(onlyPost().files()).containsExactly("a.txt");
    }

    @Test
    void aScopeThatIsMissingForFilesLeavesOtherMessagesAlone() {
        slack.scopes(Set.of("chat:write"));
        assertThat(open.send(twoFiles())).isInstanceOfSatisfying(PermanentFailure.class, failure -> {
            assertThat(failure.fault()).isEqualTo(io.palyra.connectors.protocol.Fault.MESSAGE);
            assertThat(failure.unrecognised()).isFalse();
            assertThat(failure.reason()).contains("files", "files:write", "reinstall the app");
        });
        assertThat(open.send(message())).isInstanceOf(DeliveryOutcome.Delivered.class);
    }

    @Test
    void contentGoesOnlyWhereTheGuardLetsItThrough() {
        place("https://203.0.113.7/upload/x");
        assertThat(open.send(message(file("a.txt", "first"))))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> {
                    assertThat(failure.fault()).isEqualTo(io.palyra.connectors.protocol.Fault.MESSAGE);
                    assertThat(failure.reason()).contains("a.txt", "egress denied");
                });
        for (String odd : List.of("", "no url", "ftp://127.0.0.1/x")) {
            place(odd);
            assertThat(open.send(message(file("a.txt", "first"))))
                    .as(odd)
                    .isInstanceOfSatisfying(
                            Retry.class, retry -> assertThat(retry.uncertain()).isFalse());
        }
        assertThat(open.posts()).isZero();
    }

    private void place(String url) {
        slack.faults()
                .times(
                        1,
                        SlackFault.to(PLACE),
                        Fault.refusing(RestAnswer.of(
                                200,
                                "application/json",
                                "{\"ok\":true,\"file_id\":\"F1\",\"upload_url\":\"" + url + "\"}")));
    }

    @Test
    void whatCannotBeUploadedIsFoundBeforeAnythingIsAsked() {
        int asked = slack.requests().size();
        AttachmentRef program = AttachmentRef.upload(AttachmentKind.FILE, "x.exe", "application/x-msdownload", "AAAA");
        OutboundMessageRequest request = OpenSlack.message(
                "m1", slack.user().id(), "see this", builder -> builder.attachments(List.of(program)));
        assertThat(open.send(request))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.reason())
                        .startsWith("attachments[0].content_type: "));
        assertThat(slack.calls("conversations.open") + slack.calls(PLACE)).isZero();
        assertThat(slack.requests()).hasSizeGreaterThanOrEqualTo(asked);
    }
}
