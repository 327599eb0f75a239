package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.fake.ShiftedClock;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.protocol.ThreadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a look into the history finds, and when it is none at all. */
class LookUpTest {

    private static final int TIMEOUT_MS = 600;
    private static final String HISTORY = "conversations.history";

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

    private OutboundMessageRequest message(UnaryOperator<OutboundMessageRequestBuilder> more) {
        return OpenSlack.message("m1", channel.id(), "hello", builder -> more.apply(builder.timeoutMs(TIMEOUT_MS)));
    }

    private OutboundMessageRequest message() {
        return message(builder -> builder);
    }

    /** Long enough ago that nothing can be under way. */
    private static Instant longAgo() {
        return Instant.now().minus(DeliveryHistory.UNDER_WAY).minusMillis(TIMEOUT_MS);
    }

    private Finding find(OutboundMessageRequest request, Instant sentAfter) {
        return open.lookup().find(request, sentAfter, id -> false);
    }

    private Finding.Found posted() {
        return new Finding.Found(
                new MessageId(slack.ledger().accepted(channel.id()).get(0).ts()));
    }

    @Test
    void findsWhatWasTakenAlthoughNoAnswerCame() {
        slack.faults().nextPost(Fault.resetAfterAccepting());
        assertThat(open.send(message())).isInstanceOf(DeliveryOutcome.Unknown.class);
        assertThat(find(message(), Instant.now().minusSeconds(1))).isEqualTo(posted());
    }

    @Test
    void findsItInItsThread() {
        Message parent = slack.says(channel, slack.user(), "what now?");
        OutboundMessageRequest reply = message(builder -> builder.replyThreadId(new ThreadId(parent.ts())));
        open.send(reply);
        assertThat(find(reply, Instant.now().minusSeconds(1))).isEqualTo(posted());
        OutboundMessageRequest answer = message(builder -> builder.inReplyToMessageId(new MessageId(parent.ts())));
        assertThat(find(answer, Instant.now().minusSeconds(1))).isEqualTo(posted());
    }

    @Test
    void findsItBehindManyOthers() {
        open.send(message());
        for (int i = 0; i < 2 * History.PAGE_MAX; i++) {
            slack.saysUnheard(channel, slack.user(), Words.of("noise " + i));
        }
        assertThat(find(message(), Instant.now().minusSeconds(30))).isEqualTo(posted());
    }

    @Test
    void isAskedForAgainAsLongAsTheRequestMayBeUnderWay() {
        Instant justNow = longAgo().plusSeconds(5);
        assertThat(find(message(), justNow)).isInstanceOf(Finding.NotAsked.class);
        assertThat(find(message(), longAgo())).isEqualTo(new Finding.Absent());
    }

    @Test
    void anotherMessageOfTheSameTextIsAnotherOne() {
        open.send(OpenSlack.message("m0", channel.id(), "hello", builder -> builder));
        assertThat(find(message(), longAgo())).isEqualTo(new Finding.Absent());
    }

    @Test
    void whatReadsTheSameAndHasLostItsMetadataIsForAnOperator() {
        Message lost = withoutMetadata("hello");
        assertThat(find(message(), longAgo()))
                .isInstanceOfSatisfying(Finding.Undecided.class, undecided -> assertThat(undecided.reason())
                        .contains(lost.ts()));
        assertThat(open.lookup().find(message(), longAgo(), id -> id.value().equals(lost.ts())))
                .as("known to be another one")
                .isEqualTo(new Finding.Absent());
    }

    @Test
    void slackMayHaveWrittenLinksAndEmojiInItsOwnWay() {
        withoutMetadata("see <https://example.org/a|example.org/a> :wave: now");
        OutboundMessageRequest request =
                OpenSlack.message("m1", channel.id(), "see example.org/a", builder -> builder.timeoutMs(TIMEOUT_MS));
        assertThat(find(request, longAgo())).isInstanceOf(Finding.Absent.class);
        withoutMetadata("see <https://example.org/a> :wave: now");
        OutboundMessageRequest linked = OpenSlack.message(
                "m1", channel.id(), "see https://example.org/a 👋 now", builder -> builder.timeoutMs(TIMEOUT_MS));
        assertThat(find(linked, longAgo())).isInstanceOf(Finding.Undecided.class);
    }

    /** The bot's own, as if Slack had not kept them. */
    private Message withoutMetadata(String text) {
        return slack.saysUnheard(channel, slack.bot(), Words.of(text));
    }

    @Test
    void whatSomebodyElseSaysIsNotOurs() {
        slack.says(channel, slack.user(), "hello");
        assertThat(find(message(), longAgo())).isEqualTo(new Finding.Absent());
    }

    /** The thread in which it may be is that of a message that nobody can see any more. */
    @Test
    void whereTheAnsweredMessageIsGoneNobodyKnowsWhereItWas() {
        OutboundMessageRequest answer =
                message(builder -> builder.inReplyToMessageId(new MessageId("1700000000.000001")));
        assertThat(find(answer, longAgo())).isInstanceOf(Finding.Undecided.class);
    }

    static Stream<Arguments> noAnswers() {
        return Stream.of(
                Arguments.of("reset", Fault.resetBeforeAccepting()),
                Arguments.of("end of file", Fault.closedAfterAccepting()),
                Arguments.of("502", Fault.status(502)),
                Arguments.of("internal_error", SlackFault.refused("internal_error")),
                Arguments.of("429", SlackFault.rateLimited()),
                Arguments.of("ratelimited", SlackFault.refused("ratelimited")),
                Arguments.of("403 of a proxy", Fault.status(403)),
                Arguments.of("a portal", Fault.status(200)),
                Arguments.of("no list", answer("{\"ok\":true}")),
                Arguments.of("what are no messages", answer("{\"ok\":true,\"messages\":[{}]}")),
                Arguments.of("broken off", SlackFault.refused("no").brokenOff()),
                Arguments.of("the token is refused", SlackFault.refused("invalid_auth")));
    }

    private static Fault answer(String body) {
        return Fault.refusing(RestAnswer.of(200, "application/json", body));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noAnswers")
    void isNoneWhereSlackDidNotAnswerIt(String what, Fault fault) {
        open.send(message());
        slack.faults().times(1, SlackFault.to(HISTORY), fault);
        assertThat(find(message(), longAgo())).isInstanceOf(Finding.NotAsked.class);
        assertThat(find(message(), longAgo())).as("the moment it answers").isEqualTo(posted());
    }

    @Test
    void aPageThatIsMissingIsNoHistory() {
        for (int i = 0; i < History.PAGE_MAX + 1; i++) {
            slack.saysUnheard(channel, slack.user(), Words.of("noise " + i));
        }
        slack.faults()
                .times(
                        1,
                        SlackFault.to(HISTORY).and(request -> request.body().contains("cursor=")),
                        SlackFault.rateLimited());
        assertThat(find(message(), longAgo())).isInstanceOf(Finding.NotAsked.class);
    }

    @Test
    void slacksOwnRefusalIsAnAnswerThatDoesNotTell() {
        for (String code : List.of("channel_not_found", "not_in_channel", "missing_scope")) {
            slack.faults().times(1, SlackFault.to(HISTORY), SlackFault.refused(code));
            assertThat(find(message(), longAgo())).as(code).isInstanceOf(Finding.Undecided.class);
        }
        slack.scopes(Set.of("chat:write", "users:read"));
        assertThat(find(message(), longAgo()))
                .isInstanceOfSatisfying(Finding.Undecided.class, undecided -> assertThat(undecided.reason())
                        .contains("channels:history", "reinstall the app"));
    }

    @Test
    void looksWhereSlacksClockSaysThatItIs() throws Exception {
        for (Duration skew : List.of(Duration.ofMinutes(-90), Duration.ofMinutes(90))) {
            ShiftedClock wrong = new ShiftedClock();
            wrong.advance(skew);
            try (OpenSlack skewed = OpenSlack.with(FakeSlack.start(), ReplyInThread.SAME, wrong)) {
                OutboundMessageRequest request =
                        OpenSlack.message("m1", skewed.slack().channel().id(), "hello", builder -> builder);
                Instant sentAt = wrong.instant();
                skewed.send(request);
                assertThat(skewed.lookup().find(request, sentAt, id -> false))
                        .as(skew.toString())
                        .isInstanceOf(Finding.Found.class);
            }
        }
    }
}
