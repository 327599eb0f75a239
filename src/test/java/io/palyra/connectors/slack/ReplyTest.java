package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.Posted;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.ThreadId;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where messages go: into the channel, a thread or somebody's direct conversation; and what they carry. */
class ReplyTest {

    private static final String REPLIES = "conversations.replies";

    private FakeSlack slack;
    private OpenSlack open;
    private Channel channel;
    private Message parent;
    private Message reply;

    @BeforeEach
    void open() throws Exception {
        open = OpenSlack.start();
        slack = open.slack();
        channel = slack.channel();
        parent = slack.says(channel, slack.user(), "what now?");
        reply = slack.says(channel, slack.user(), Words.of("well?").below(parent));
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private OutboundMessageRequest message(UnaryOperator<OutboundMessageRequestBuilder> more) {
        return OpenSlack.message("m1", channel.id(), "hello", more);
    }

    private Posted sent(OutboundMessageRequest request) {
        assertThat(open.send(request)).isInstanceOf(DeliveryOutcome.Delivered.class);
        return slack.ledger().accepted().get(slack.ledger().accepted().size() - 1);
    }

    private static UnaryOperator<OutboundMessageRequestBuilder> thread(String ts) {
        return builder -> builder.replyThreadId(new ThreadId(ts));
    }

    private static UnaryOperator<OutboundMessageRequestBuilder> answering(String ts) {
        return builder -> builder.inReplyToMessageId(new MessageId(ts));
    }

    @Test
    void goesIntoTheChannelUnlessItNamesAThread() {
        assertThat(sent(message(builder -> builder)).threadTs()).isEmpty();
        assertThat(sent(message(thread(parent.ts()))).threadTs()).contains(parent.ts());
        assertThat(sent(message(thread(channel.id() + ":" + parent.ts()))).threadTs())
                .contains(parent.ts());
    }

    @Test
    void goesIntoTheThreadOfWhatItAnswers() {
        assertThat(sent(message(answering(reply.ts()))).threadTs()).contains(parent.ts());
        assertThat(sent(message(answering(channel.id() + ":" + reply.ts()))).threadTs())
                .contains(parent.ts());
        assertThat(sent(message(answering(parent.ts()))).threadTs()).contains(parent.ts());
        Message lonely = slack.says(channel, slack.user(), "anybody?");
        assertThat(sent(message(answering(lonely.ts()))).threadTs()).contains(lonely.ts());
    }

    @Test
    void theThreadThatItNamesCountsMoreThanWhatItAnswers() {
        Message other = slack.says(channel, slack.user(), "another");
        assertThat(sent(message(builder ->
                                thread(other.ts()).apply(answering(reply.ts()).apply(builder))))
                        .threadTs())
                .contains(other.ts());
        assertThat(slack.calls(REPLIES)).isZero();
    }

    @Test
    void asksForTheParentOnce() {
        sent(message(answering(reply.ts())));
        sent(message(answering(reply.ts())));
        assertThat(slack.calls(REPLIES)).isEqualTo(1);
    }

    @Test
    void goesIntoTheChannelWhereThatIsWanted() throws Exception {
        try (OpenSlack never = OpenSlack.with(FakeSlack.start(), ReplyInThread.NEVER, Clock.systemUTC())) {
            Channel place = never.slack().channel();
            Message asked = never.slack().says(place, never.slack().user(), "what now?");
            for (UnaryOperator<OutboundMessageRequestBuilder> more :
                    List.of(thread(asked.ts()), answering(asked.ts()))) {
                never.send(OpenSlack.message("m1", place.id(), "hello", builder -> more.apply(builder)
                        .broadcast(true)));
            }
            assertThat(never.slack().ledger().accepted()).hasSize(2).allSatisfy(posted -> assertThat(posted.threadTs())
                    .isEmpty());
            assertThat(never.slack().calls(REPLIES)).isZero();
        }
    }

    @Test
    void goesWithoutAThreadWhereSlackDoesNotShowWhatItAnswers() {
        assertThat(sent(message(answering("1700000000.000001"))).threadTs()).isEmpty();
        slack.faults().times(1, SlackFault.to(REPLIES), SlackFault.missingScope("channels:history", "chat:write"));
        assertThat(sent(message(answering(reply.ts()))).threadTs()).isEmpty();
        assertThat(sent(message(answering(reply.ts()))).threadTs()).contains(parent.ts());
    }

    @Test
    void aMessageOfAnotherChannelIsAnErrorThatNamesTheField() {
        Channel other = slack.addChannel("other");
        assertRefused(message(thread(other.id() + ":" + parent.ts())), "reply_thread_id: ");
        assertRefused(message(answering(other.id() + ":" + parent.ts())), "in_reply_to_message_id: ");
        for (String odd : List.of("17", "m1", "1700000000.1", "1700000000,000001", "<@U1>", parent.ts() + "1")) {
            assertRefused(message(thread(odd)), "reply_thread_id: ");
            assertRefused(message(answering(odd)), "in_reply_to_message_id: ");
        }
        assertThat(open.posts()).isZero();
    }

    private void assertRefused(OutboundMessageRequest request, String field) {
        assertThat(open.send(request)).isInstanceOfSatisfying(PermanentFailure.class, failure -> {
            assertThat(failure.fault()).isEqualTo(io.palyra.connectors.protocol.Fault.MESSAGE);
            assertThat(failure.reason()).startsWith(field);
        });
    }

    @Test
    void isShownInTheChannelTooWhereThatIsWantedAndItIsInAThread() {
        Posted both = sent(message(builder -> thread(parent.ts()).apply(builder).broadcast(true)));
        assertThat(argument(both, "reply_broadcast")).isEqualTo("1");
        Posted plain = sent(message(builder -> builder.broadcast(true)));
        assertThat(argument(plain, "reply_broadcast")).isEqualTo("0");
    }

    private static String argument(Posted posted, String name) {
        return posted.request().path(name).asText();
    }

    @Test
    void mentionsNobodyShowsNoPreviewsAndBearsItsKey() {
        Posted posted = sent(message(builder -> builder));
        assertThat(argument(posted, "link_names")).isEqualTo("0");
        assertThat(argument(posted, "unfurl_links")).isEqualTo("0");
        assertThat(argument(posted, "unfurl_media")).isEqualTo("0");
        assertThat(posted.key()).matches("[0-9a-f]{64}");
        assertThat(argument(posted, "metadata")).doesNotContain("m1", "ops");
    }

    @Test
    void goesToAPersonInTheConversationWithThem() {
        Channel direct = slack.direct(slack.user());
        for (String target : List.of(
                slack.user().id(),
                "slack:user:" + slack.user().id(),
                slack.user().mention())) {
            assertThat(sent(OpenSlack.message("m1", target, "hello", builder -> builder))
                            .channelId())
                    .isEqualTo(direct.id());
        }
        assertThat(slack.calls("conversations.open")).isEqualTo(1);
        Message said = slack.says(direct, slack.user(), "you?");
        assertThat(sent(OpenSlack.message("m1", slack.user().id(), "hello", answering(direct.id() + ":" + said.ts())))
                        .threadTs())
                .contains(said.ts());
    }

    static Stream<Arguments> noPost() {
        return Stream.of(
                Arguments.of("reset", Fault.resetAfterAccepting(), RetryClass.TRANSIENT_NETWORK),
                Arguments.of("502", Fault.statusAfterAccepting(502), RetryClass.TRANSIENT_NETWORK),
                Arguments.of("internal_error", SlackFault.refused("internal_error"), RetryClass.TRANSIENT_NETWORK),
                Arguments.of("429", SlackFault.rateLimited(Duration.ofSeconds(1)), RetryClass.RATE_LIMIT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noPost")
    void whatComesBeforeAPostHasSentNothing(String what, Fault fault, RetryClass retryClass) {
        slack.faults().times(1, SlackFault.to(REPLIES), fault);
        assertCertain(open.send(message(answering(reply.ts()))), retryClass);
        slack.faults().times(1, SlackFault.to("conversations.open"), fault);
        assertCertain(open.send(OpenSlack.message("m1", slack.user().id(), "hello", builder -> builder)), retryClass);
        assertThat(open.posts()).isZero();
    }

    /** That Slack does not show a message is an answer; anything else would take it out of its thread. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":true}", "{\"ok\":true,\"messages\":[{}]}"})
    void anAnswerWithoutMessagesSaysNothingOfAThread(String answer) {
        slack.faults().times(1, SlackFault.to(REPLIES), Fault.refusing(RestAnswer.of(200, "application/json", answer)));
        assertThat(open.send(message(answering(reply.ts())))).isNotInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(open.posts()).isZero();
        assertThat(sent(message(answering(reply.ts()))).threadTs()).contains(parent.ts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":true}", "{\"ok\":true,\"channel\":{\"id\":\"\"}}"})
    void anAnswerWithoutAConversationIsAskedForAgain(String answer) {
        slack.faults()
                .times(
                        1,
                        SlackFault.to("conversations.open"),
                        Fault.refusing(RestAnswer.of(200, "application/json", answer)));
        OutboundMessageRequest toUser = OpenSlack.message("m1", slack.user().id(), "hello", builder -> builder);
        assertCertain(open.send(toUser), RetryClass.TRANSIENT_NETWORK);
        assertThat(open.posts()).isZero();
        assertThat(sent(toUser).channelId())
                .isEqualTo(slack.direct(slack.user()).id());
    }

    private static void assertCertain(DeliveryOutcome outcome, RetryClass retryClass) {
        assertThat(outcome).isInstanceOfSatisfying(Retry.class, retry -> {
            assertThat(retry.retryClass()).isEqualTo(retryClass);
            assertThat(retry.uncertain()).isFalse();
        });
    }

    @Test
    void aPersonWhoCannotBeReachedIsTheTargetsFault() {
        OutboundMessageRequest request = OpenSlack.message("m1", "U0NOBODY", "hello", builder -> builder);
        assertThat(open.send(request))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.fault())
                        .isEqualTo(io.palyra.connectors.protocol.Fault.TARGET));
        slack.scopes(Set.of("chat:write"));
        OutboundMessageRequest toUser = OpenSlack.message("m1", slack.user().id(), "hello", builder -> builder);
        assertThat(open.send(toUser)).isInstanceOfSatisfying(PermanentFailure.class, failure -> {
            assertThat(failure.fault()).isEqualTo(io.palyra.connectors.protocol.Fault.TARGET);
            assertThat(failure.reason()).contains("im:write", "reinstall the app");
        });
        assertThat(open.send(message(builder -> builder))).isInstanceOf(DeliveryOutcome.Delivered.class);
    }

    @Test
    void allStepsTogetherTakeNoLongerThanTheMessageMay() {
        slack.faults().times(1, SlackFault.to(REPLIES), Fault.delayed(Duration.ofMillis(400)));
        slack.faults().nextPost(Fault.silentBeforeAccepting());
        long start = System.nanoTime();
        assertThat(open.send(
                        message(builder -> answering(reply.ts()).apply(builder).timeoutMs(600))))
                .isInstanceOf(DeliveryOutcome.Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(550), Duration.ofMillis(900));
        slack.faults().times(1, SlackFault.to("conversations.open"), Fault.silentBeforeAccepting());
        assertCertain(
                open.send(OpenSlack.message("m1", slack.user().id(), "hello", builder -> builder.timeoutMs(300))),
                RetryClass.TRANSIENT_NETWORK);
    }

    @Test
    void namesUnderItsTextWhatSlackDoesNotGet() {
        AttachmentRef named = new AttachmentRef(
                AttachmentKind.FILE,
                null,
                "https://example.org/?a=1&b=<!channel>",
                null,
                "a & b.txt",
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null);
        assertThat(sent(message(builder -> builder.attachments(List.of(named)))).text())
                .isEqualTo("hello\n\nAttachments:\n- a &amp; b.txt: https://example.org/?a=1&amp;b=&lt;!channel&gt;");
    }

    @Test
    void saysThatThereAreMoreAttachmentsThanAMessageHolds() {
        AttachmentRef large = new AttachmentRef(
                AttachmentKind.FILE,
                null,
                "https://example.org/" + "&".repeat(900),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null);
        String text = sent(message(builder -> builder.attachments(Collections.nCopies(10, large))))
                .text();
        assertThat(text).hasSizeLessThanOrEqualTo(40_000).endsWith("&amp;\n- …");
    }

    @Test
    void isReactedToOnceItIsThere() {
        Posted posted = sent(message(builder -> builder.autoReaction("👍")));
        assertThat(reactions(posted)).isEqualTo(Optional.of("thumbsup"));
        slack.faults().times(1, SlackFault.to("reactions.add"), SlackFault.refused("no_permission"));
        assertThat(reactions(sent(message(builder -> builder.autoReaction("👍")))))
                .isEmpty();
        long asked = slack.calls("reactions.add");
        assertThat(reactions(sent(message(builder -> builder.autoReaction("no emoji")))))
                .isEmpty();
        assertThat(slack.calls("reactions.add")).isEqualTo(asked);
        slack.scopes(Set.of("chat:write"));
        assertThat(reactions(sent(message(builder -> builder.autoReaction("👍")))))
                .isEmpty();
    }

    private Optional<String> reactions(Posted posted) {
        return slack.history(channel).stream()
                .filter(message -> message.ts().equals(posted.ts()))
                .flatMap(message -> message.json().findValuesAsText("name").stream())
                .filter("thumbsup"::equals)
                .findFirst();
    }
}
