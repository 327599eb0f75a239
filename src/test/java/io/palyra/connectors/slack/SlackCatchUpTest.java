package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palyra.connectors.fake.NoCursors;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.Channel.Kind;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.User;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.platform.http.RateLimitWindows;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.inbound.FeedAnswer;
import io.palyra.connectors.platform.inbound.FeedCursors;
import io.palyra.connectors.platform.inbound.FeedTiming;
import io.palyra.connectors.platform.inbound.HistoryRequests;
import io.palyra.connectors.protocol.ConversationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import okhttp3.FormBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was said while nobody listened is read, in order, before what comes live. */
class SlackCatchUpTest {

    private HearingSlack hearing;
    private FakeSlack slack;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        hearing = HearingSlack.start();
        slack = hearing.slack();
        channel = slack.channel();
    }

    @AfterEach
    void stop() throws Exception {
        hearing.close();
    }

    private Message says(String text) {
        return slack.says(channel, slack.user(), text);
    }

    private Message unheard(Channel in, Words words) {
        return slack.saysUnheard(in, slack.user(), words);
    }

    private Message unheard(String text) {
        return unheard(channel, Words.of(text));
    }

    private List<String> unheard(int count) {
        List<String> texts = IntStream.range(0, count).mapToObj(n -> "m" + n).toList();
        texts.forEach(this::unheard);
        return texts;
    }

    @Test
    void readsEachKindOfConversationAlsoThoseThatBeganMeanwhile() throws Exception {
        says("one");
        hearing.awaitHeard(channel, "one");
        Channel secret = slack.addChannel(slack.team(), "secret", Kind.PRIVATE, slack.user());
        hearing.closeSession();
        unheard("two");
        unheard(secret, Words.of("in private"));
        Channel direct = slack.direct(slack.user());
        unheard(direct, Words.of("just you and me"));
        Channel several =
                slack.addChannel(slack.team(), "several", Kind.GROUP_DIRECT, slack.user(), slack.addUser("bob"));
        unheard(several, Words.of("three of us"));
        hearing.open();
        hearing.awaitHeard(channel, "one", "two");
        hearing.awaitHeard(secret, "in private");
        hearing.awaitHeard(direct, "just you and me");
        hearing.awaitHeard(several, "three of us");
        assertThat(hearing.onlyEvent(direct).isDirectMessage()).isTrue();
        assertThat(hearing.onlyEvent(several).isDirectMessage()).isFalse();
    }

    @Test
    void whatWasBeforeTheFirstConnectionIsNotRead() throws Exception {
        SettableClock clock = new SettableClock(Instant.now().minus(Duration.ofMinutes(1)));
        try (HearingSlack fresh = new HearingSlack(FakeSlackOptions.defaults().clock(clock))) {
            FakeSlack older = fresh.slack();
            Message old = older.saysUnheard(older.channel(), older.user(), Words.of("long ago"));
            older.saysUnheard(older.channel(), older.user(), Words.of("below").below(old));
            clock.advance(Duration.ofMinutes(1));
            fresh.open();
            older.says(older.channel(), older.user(), "now");
            fresh.awaitHeard(older.channel(), "now");
            fresh.reopen();
            older.says(older.channel(), older.user(), "later");
            fresh.awaitHeard(older.channel(), "now", "later");
        }
    }

    /** One that is known, one that began meanwhile below an older message, and one in a channel that says nothing else. */
    @Test
    void readsThreads() throws Exception {
        Channel quiet = slack.addChannel("quiet");
        Message known = says("known");
        Message bare = says("bare");
        slack.says(channel, slack.user(), Words.of("known 1").below(known));
        Message alone = slack.says(quiet, slack.user(), "alone");
        hearing.awaitHeard(channel, "known", "bare", "known 1");
        hearing.awaitHeard(quiet, "alone");
        hearing.closeSession();
        unheard(channel, Words.of("known 2").below(known));
        unheard("between");
        unheard(channel, Words.of("bare 1").below(bare));
        unheard(channel, Words.of("known 3").below(known));
        unheard(channel, Words.of("to all").below(bare).alsoToTheChannel());
        unheard(quiet, Words.of("alone 1").below(alone));
        hearing.open();
        hearing.awaitHeard(channel, "known", "bare", "known 1", "known 2", "between", "bare 1", "known 3", "to all");
        hearing.awaitHeard(quiet, "alone", "alone 1");
    }

    /** Its first message is in none of the pages that are read. */
    @Test
    void readsAThreadThatIsKnownHoweverMuchWasSaidSince() throws Exception {
        Message known = says("known");
        slack.says(channel, slack.user(), Words.of("known 1").below(known));
        List<String> texts = new ArrayList<>(List.of("known", "known 1"));
        for (int n = 0; n < 20; n++) {
            says("since " + n);
            texts.add("since " + n);
        }
        hearing.awaitHeard(channel, texts);
        hearing.closeSession();
        slack.tiers()
                .soldOutsideTheMarketplace()
                .perMinute("conversations.history", 1_000)
                .perMinute("conversations.replies", 1_000);
        texts.addAll(unheard(10));
        unheard(channel, Words.of("known 2").below(known));
        texts.add("known 2");
        hearing.open();
        hearing.awaitHeard(channel, texts);
    }

    /** Live messages of the channel wait for all of these requests, at each gap. */
    @Test
    void threadsInWhichNothingWasSaidCostNoRequestEach() throws Exception {
        SettableClock clock = new SettableClock(Instant.now().minus(Duration.ofMinutes(10)));
        try (HearingSlack busy = HearingSlack.start(FakeSlackOptions.defaults().clock(clock))) {
            FakeSlack there = busy.slack();
            Channel threads = there.channel();
            List<Message> roots = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                roots.add(there.says(threads, there.user(), "root " + i));
                there.says(threads, there.user(), Words.of("reply " + i).below(roots.get(i)));
                texts.addAll(List.of("root " + i, "reply " + i));
            }
            busy.awaitHeard(threads, texts);
            clock.advance(Duration.ofMinutes(5));
            // Slack says the time
            busy.session().api().call("auth.test", new FormBody.Builder());
            for (int i = 0; i < 40; i++) {
                there.says(threads, there.user(), "since " + i);
                texts.add("since " + i);
            }
            busy.awaitHeard(threads, texts);
            busy.closeSession();
            clock.advance(Duration.ofMinutes(5));
            there.tiers()
                    .soldOutsideTheMarketplace()
                    .perMinute("conversations.history", 1_000)
                    .perMinute("conversations.replies", 1_000);
            there.saysUnheard(threads, there.user(), Words.of("missed").below(roots.get(20)));
            there.deletes(roots.get(59));
            there.saysUnheard(
                    threads, there.user(), Words.of("below what was deleted").below(roots.get(59)));
            texts.addAll(List.of("missed", "below what was deleted"));
            busy.open();
            busy.awaitHeard(threads, texts);
            assertThat(there.calls("conversations.replies")).isEqualTo(2);
            assertThat(there.calls("conversations.history")).isLessThan(10);
        }
    }

    @Test
    void liveMessagesWaitForTheHistoryOfTheirConversationAlone() throws Exception {
        Channel other = slack.addChannel("other");
        says("one");
        hearing.awaitHeard(channel, "one");
        hearing.closeSession();
        unheard("two");
        CountDownLatch released = new CountDownLatch(1);
        slack.faults().times(1, SlackFault.to("conversations.history", channel), Fault.heldUntil(released));
        hearing.open();
        says("three");
        slack.says(other, slack.user(), "elsewhere");
        hearing.awaitHeard(other, "elsewhere");
        assertThat(hearing.inbox().texts(channel)).containsExactly("one");
        released.countDown();
        hearing.awaitHeard(channel, "one", "two", "three");
    }

    @Test
    void readsPageAfterPage() throws Exception {
        hearing.closeSession();
        List<String> texts = unheard(430);
        hearing.open();
        hearing.awaitHeard(channel, texts);
    }

    /** More than are kept: some are asked for twice. */
    @Test
    void readsMorePagesThanAreKept() throws Exception {
        hearing.closeSession();
        slack.tiers()
                .soldOutsideTheMarketplace()
                .perMinute("conversations.history", 1_000)
                .perMinute("conversations.replies", 1_000);
        List<String> texts = unheard(15 * 13 + 4);
        hearing.open();
        hearing.awaitHeard(channel, texts);
        assertThat(slack.calls("conversations.history")).isGreaterThan(14);
    }

    /** No request within the wait, and what goes out goes on. */
    @Test
    void obeysTheLimitsOfHistories() throws Exception {
        Message one = says("one");
        slack.says(channel, slack.user(), Words.of("below").below(one));
        hearing.awaitHeard(channel, "one", "below");
        Channel other = slack.addChannel("other");
        hearing.closeSession();
        unheard("two");
        unheard(channel, Words.of("below 2").below(one));
        unheard(other, Words.of("elsewhere"));
        Duration wait = Duration.ofSeconds(1);
        slack.faults().times(1, SlackFault.to("conversations.history"), SlackFault.rateLimited(wait));
        slack.faults().times(1, SlackFault.to("conversations.replies"), SlackFault.rateLimited(wait));
        long before = System.nanoTime();
        hearing.open();
        hearing.awaitHeard(channel, "one", "below", "two", "below 2");
        hearing.awaitHeard(other, "elsewhere");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(wait.multipliedBy(2));
        // Of four that read at once, those may have asked that had begun when the answer came
        assertThat(slack.calls("conversations.replies")).isLessThanOrEqualTo(4);
        assertThat(hearing.session().waitBeforePost(Target.parse("conversation_id", channel.id())))
                .isZero();
    }

    /** An error of which nobody knows what it means: what is said live does not wait behind it for ever. */
    @Test
    void aHistoryThatIsRefusedAgainAndAgainIsGivenUp() throws Exception {
        slack.faults().always(SlackFault.to("conversations.history"), SlackFault.refused("no_such_error"));
        Session session = hearing.session();
        Duration memory = Duration.ofDays(7);
        ChannelHistory history = new ChannelHistory(
                session.self(),
                session.conversations(),
                new HistoryReader(
                        new History(session.api()),
                        new HistoryRequests(Duration.ZERO, System::nanoTime),
                        new RateLimitWindows(SlackApi.NAME, Clock.systemUTC())),
                new Threads(new NoCursors(), memory),
                new FeedCursors(
                        new NoCursors(),
                        session.time(),
                        Ts.ORDER,
                        FeedTiming.PROMPT,
                        "channel:",
                        id -> new ConversationId(Target.channel(id))),
                session.time(),
                memory);
        List<FeedAnswer> answers = new ArrayList<>();
        for (int i = 0; i < ChannelHistory.REFUSALS_MAX; i++) {
            answers.add(history.answer(assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> history.after(channel.id(), Ts.ZERO))
                    .actual()));
        }
        assertThat(answers.remove(answers.size() - 1)).isEqualTo(FeedAnswer.REFUSED);
        assertThat(answers).containsOnly(FeedAnswer.NONE);
    }

    @Test
    void aFailingHistoryIsReadAgain() throws Exception {
        hearing.closeSession();
        unheard("one");
        slack.faults().times(2, SlackFault.to("conversations.history"), Fault.status(503));
        hearing.open();
        hearing.awaitHeard(channel, "one");
    }

    @Test
    void aChannelThatRefusesItsHistoryHoldsNothingUp() throws Exception {
        Channel refusing = slack.addChannel("refusing");
        hearing.closeSession();
        unheard(refusing, Words.of("not shown"));
        unheard("shown");
        slack.faults()
                .always(SlackFault.to("conversations.history", refusing), SlackFault.refused("channel_not_found"));
        hearing.open();
        hearing.awaitHeard(channel, "shown");
        slack.says(refusing, slack.user(), "live");
        hearing.awaitHeard(refusing, "live");
        assertThat(slack.requests().stream()
                        .filter(SlackFault.to("conversations.history", refusing))
                        .count())
                .isLessThanOrEqualTo(2);
    }

    /** Its cursor had not been stored: what had come by then is known to the inbox. */
    @Test
    void aKilledProgramReadsFromTheCursorThatWasStored() throws Exception {
        says("one");
        hearing.awaitHeard(channel, "one");
        HearingSlack.within().until(() -> hearing.cursors().containsKey("channel:" + channel.id()));
        Map<String, String> stored = Map.copyOf(hearing.cursors());
        says("two");
        hearing.awaitHeard(channel, "one", "two");
        hearing.closeSession();
        hearing.cursors().clear();
        hearing.cursors().putAll(stored);
        unheard("three");
        hearing.open();
        hearing.awaitHeard(channel, "one", "two", "three");
    }

    /** A clock of Slack's own that was wrong once: its message is taken, and hides nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"PT2M", "PT23H", "P30D"})
    void anIdAheadOfTimeIsNoPosition(Duration by) throws Exception {
        User user = slack.user();
        String ahead = Ts.at(System.currentTimeMillis() + by.toMillis());
        slack.event(
                slack.team(),
                Json.object()
                        .put("type", "message")
                        .put("channel", channel.id())
                        .put("channel_type", "channel")
                        .put("user", user.id())
                        .put("text", "from the future")
                        .put("ts", ahead));
        hearing.awaitHeard(channel, "from the future");
        says("now");
        hearing.awaitHeard(channel, "from the future", "now");
        hearing.closeSession();
        unheard("missed");
        hearing.open();
        hearing.awaitHeard(channel, "from the future", "now", "missed");
    }
}
