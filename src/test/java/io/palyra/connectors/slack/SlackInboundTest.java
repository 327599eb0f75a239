package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.Channel.Kind;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.Team;
import io.palyra.connectors.fake.slack.User;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.ThreadId;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of each kind of message. One session; each test has a channel of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlackInboundTest {

    private static final byte[] CONTENT = {1, 2, 3};

    private HearingSlack hearing;
    private int channels;

    @BeforeAll
    void start() throws Exception {
        hearing = HearingSlack.start();
        hearing.slack().subscribe("app_mention");
    }

    @AfterAll
    void stop() throws Exception {
        hearing.close();
    }

    private Channel channel() {
        return hearing.slack().addChannel("channel-" + channels++);
    }

    private Message says(Channel channel, Words words) {
        return hearing.slack().says(channel, hearing.slack().user(), words);
    }

    @Test
    void aMessageOfAChannel() {
        Channel channel = channel();
        Message said = says(channel, Words.of("a &lt;b&gt; &amp; c"));
        InboundMessageEvent event = hearing.onlyEvent(channel);
        assertThat(event.body()).isEqualTo("a <b> & c");
        assertThat(event.adapterMessageId()).isEqualTo(new MessageId(said.ts()));
        assertThat(event.adapterThreadId()).isNull();
        assertThat(event.threadId()).isNull();
        assertThat(event.isDirectMessage()).isFalse();
        assertThat(event.senderId().value())
                .isEqualTo("slack:user:" + hearing.slack().user().id());
        assertThat(event.senderDisplay()).isEqualTo("Ada");
        assertThat(event.receivedAtUnixMs()).isEqualTo(Ts.unixMs(said.ts()));
        assertThat(event.senderIsBot()).isFalse();
    }

    @Test
    void aReplyBelongsToTheConversationOfItsChannel() {
        Channel channel = channel();
        Message first = says(channel, Words.of("first"));
        says(channel, Words.of("below").below(first));
        says(channel, Words.of("and to all").below(first).alsoToTheChannel());
        hearing.awaitHeard(channel, "first", "below", "and to all");
        assertThat(hearing.inbox().of(channel))
                .extracting(InboundMessageEvent::threadId)
                .containsExactly(null, new ThreadId(first.ts()), new ThreadId(first.ts()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIRECT", "GROUP_DIRECT", "PRIVATE"})
    void onlyAConversationWithOnePersonIsDirect(Kind kind) {
        User somebody = hearing.slack().addUser("somebody-" + kind);
        Channel channel = kind == Kind.DIRECT
                ? hearing.slack().direct(somebody)
                : hearing.slack().addChannel(hearing.slack().team(), "of-" + kind, kind, somebody);
        hearing.slack().says(channel, somebody, "hello");
        assertThat(hearing.onlyEvent(channel).isDirectMessage()).isEqualTo(kind == Kind.DIRECT);
    }

    @Test
    void aMentionComesTwiceAndIsOneMessageThatSpeaksToTheBot() {
        Channel channel = channel();
        says(channel, Words.of(hearing.slack().bot().mention() + " hello"));
        says(channel, Words.of("after"));
        hearing.awaitHeard(channel, hearing.slack().bot().mention() + " hello", "after");
        hearing.awaitAcknowledged();
        assertThat(hearing.inbox().facts(hearing.inbox().of(channel).get(0)).mentionsBot())
                .isTrue();
        assertThat(hearing.inbox().facts(hearing.inbox().of(channel).get(1)).mentionsBot())
                .isFalse();
    }

    @Test
    void whatIsWrittenAsAMentionInCodeIsNone() {
        Channel channel = channel();
        says(channel, Words.of("`&lt;@" + hearing.slack().bot().id() + "&gt;`"));
        assertThat(hearing.inbox().facts(hearing.onlyEvent(channel)).mentionsBot())
                .isFalse();
    }

    @Test
    void anAnswerInAThreadThatTheBotBeganSpeaksToIt() {
        Channel channel = channel();
        User bot = hearing.slack().bot();
        Message ours = hearing.slack().says(channel, bot, Words.of("ours").with(json -> json.put("user", bot.id())));
        says(channel, Words.of("answer").below(ours));
        assertThat(hearing.inbox().facts(hearing.onlyEvent(channel)).repliesToBot())
                .isTrue();
    }

    /** As the bot's own post comes back: without a subtype. */
    @Test
    void whatTheBotSaysIsLeftOut() {
        Channel channel = channel();
        long before = hearing.leftOut("own");
        says(channel, Words.of("one"));
        hearing.slack().says(channel, hearing.slack().user(), Words.of("ours").with(json -> json.put(
                        "user", hearing.slack().bot().id())
                .put("bot_id", hearing.slack().bot().botId())));
        says(channel, Words.of("two"));
        hearing.awaitHeard(channel, "one", "two");
        assertThat(hearing.leftOut("own")).isEqualTo(before + 1);
        hearing.awaitAcknowledged();
    }

    static Stream<String> notices() {
        return Stream.of(
                "channel_join",
                "channel_topic",
                "pinned_item",
                "reminder_add",
                "huddle_thread",
                "tombstone",
                "assistant_app_thread",
                "something_new");
    }

    @ParameterizedTest
    @MethodSource("notices")
    void aNoticeIsLeftOutCountedAndAcknowledged(String subtype) {
        Channel channel = channel();
        long before = hearing.leftOut("notice");
        says(channel, Words.of("a notice").with(json -> json.put("subtype", subtype)));
        says(channel, Words.of("after"));
        hearing.awaitHeard(channel, "after");
        hearing.awaitAcknowledged();
        assertThat(hearing.leftOut("notice")).isEqualTo(before + 1);
    }

    @Test
    void whatBecomesOfAMessageLaterIsLeftOut() {
        Channel channel = channel();
        Message one = says(channel, Words.of("one"));
        hearing.slack().edits(one, hearing.slack().user(), "one, edited");
        hearing.slack().reacts(one, hearing.slack().user(), "thumbsup");
        says(channel, Words.of("below").below(one));
        hearing.slack().deletes(one);
        says(channel, Words.of("two"));
        hearing.awaitHeard(channel, "one", "below", "two");
        hearing.awaitAcknowledged();
    }

    @Test
    void whatIsOfAnotherWorkspaceIsLeftOut() {
        Channel channel = channel();
        Team foreign = hearing.slack().addTeam("Elsewhere", "xoxb-elsewhere");
        User stranger = hearing.slack().addUser(foreign, "stranger");
        Channel theirs = hearing.slack()
                .addChannel(
                        foreign,
                        "theirs",
                        Kind.PUBLIC,
                        stranger,
                        hearing.slack().bot(foreign));
        hearing.slack().says(theirs, stranger, "not for you");
        says(channel, Words.of("for you"));
        hearing.awaitHeard(channel, "for you");
        hearing.awaitAcknowledged();
        assertThat(hearing.inbox().of(theirs)).isEmpty();
    }

    /** Slack Connect: somebody of another organisation in a channel of ours. */
    @Test
    void whoIsOfAnotherOrganisationIsHeardInOurChannel() {
        Channel channel = channel();
        says(channel, Words.of("from outside").with(json -> json.put("user_team", "T0FOREIGN")
                .put("source_team", "T0FOREIGN")
                .put("team", "T0FOREIGN")));
        hearing.awaitHeard(channel, "from outside");
    }

    @Test
    void filesComeWithTheirPlacesAndAloneAreAMessageToo() {
        Channel channel = channel();
        says(channel, Words.of("see").file("a.png", "image/png", CONTENT).file("b.txt", "text/plain", CONTENT));
        says(channel, Words.of("").file("c.txt", "text/plain", CONTENT));
        hearing.awaitHeard(channel, "see", "[attachment]");
        assertThat(hearing.inbox().of(channel).get(0).attachments()).hasSize(2).allSatisfy(file -> {
            assertThat(file.url()).startsWith("http://127.0.0.1");
            assertThat(file.sizeBytes()).isEqualTo(3);
        });
        assertThat(hearing.inbox().of(channel).get(1).attachments()).hasSize(1);
    }

    @Test
    void aFileOfAnotherOrganisationIsAskedFor() {
        Channel channel = channel();
        says(channel, Words.of("").file("shared.png", "image/png", CONTENT).filesToAskFor());
        assertThat(hearing.onlyEvent(channel).attachments())
                .singleElement()
                .satisfies(file -> assertThat(file.filename()).isEqualTo("shared.png"));
    }

    /** Each costs a request, and the message waits meanwhile. */
    @Test
    void noMoreFilesOfAnotherOrganisationAreAskedForThanAMessageTakes() {
        Channel channel = channel();
        Words words = Words.of("many");
        for (int n = 0; n < 500; n++) {
            words = words.file(n + ".png", "image/png", CONTENT);
        }
        long before = hearing.slack().calls("files.info");
        says(channel, words.filesToAskFor());
        assertThat(hearing.onlyEvent(channel).attachments()).hasSize(AttachmentRef.PER_MESSAGE_MAX);
        assertThat(hearing.slack().calls("files.info") - before).isEqualTo(AttachmentRef.PER_MESSAGE_MAX);
        assertThat(hearing.leftOut("attachment")).isGreaterThanOrEqualTo(500 - AttachmentRef.PER_MESSAGE_MAX);
    }

    @Test
    void aFileThatCannotBeAskedForDoesNotHoldUpItsMessage() {
        Channel channel = channel();
        hearing.slack().faults().times(1, SlackFault.to("files.info"), SlackFault.refused("file_not_found"));
        says(channel, Words.of("look").file("gone.png", "image/png", CONTENT).filesToAskFor());
        assertThat(hearing.onlyEvent(channel).attachments()).isEmpty();
    }

    @Test
    void whatHasNeitherTextNorFilesIsLeftOut() {
        Channel channel = channel();
        long before = hearing.leftOut("empty");
        says(channel, Words.of(""));
        says(channel, Words.of("after"));
        hearing.awaitHeard(channel, "after");
        hearing.awaitAcknowledged();
        assertThat(hearing.leftOut("empty")).isEqualTo(before + 1);
    }

    @Test
    void otherBotsAreMarkedAsBots() {
        Channel channel = channel();
        User other = hearing.slack().addBot("weather");
        hearing.slack().says(channel, other, "rain");
        InboundMessageEvent event = hearing.onlyEvent(channel);
        assertThat(event.senderIsBot()).isTrue();
        assertThat(event.senderDisplay()).isEqualTo("weather");
        assertThat(event.senderId().value()).isEqualTo("slack:bot:" + other.botId());
    }

    @Test
    void aMessageWithoutAnAuthorIsRejected() {
        Channel channel = channel();
        int before = hearing.inbox().rejected().size();
        says(channel, Words.of("whose").with(json -> json.remove("user")));
        says(channel, Words.of("after"));
        hearing.awaitHeard(channel, "after");
        hearing.awaitAcknowledged();
        assertThat(hearing.inbox().rejected()).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "1700000000", "-1.000000", "1700000000.12345", "99999999999999999999.000000"})
    void aMessageWithoutAnIdIsAcknowledgedAndRejected(String ts) {
        int before = hearing.inbox().rejected().size();
        ObjectNode event = Json.object()
                .put("type", "message")
                .put("channel", channel().id())
                .put("user", hearing.slack().user().id())
                .put("text", "odd")
                .put("ts", ts);
        hearing.slack().event(hearing.slack().team(), event);
        HearingSlack.within().until(() -> hearing.inbox().rejected().size() == before + 1);
        hearing.awaitAcknowledged();
    }

    @Test
    void whatIsNoMessageIsAcknowledged() {
        hearing.slack().event(hearing.slack().team(), Json.object().put("type", "channel_rename"));
        hearing.slack().event(hearing.slack().team(), Json.object());
        hearing.awaitAcknowledged();
    }

    @Test
    void aNameIsAskedForOnce() {
        Channel channel = channel();
        User somebody = hearing.slack().addUser("grace");
        long before = hearing.slack().calls("users.info");
        for (int n = 0; n < 5; n++) {
            hearing.slack().says(channel, somebody, "m" + n);
        }
        hearing.awaitHeard(channel, "m0", "m1", "m2", "m3", "m4");
        assertThat(hearing.inbox().of(channel))
                .extracting(InboundMessageEvent::senderDisplay)
                .containsOnly("Grace");
        assertThat(hearing.slack().calls("users.info")).isEqualTo(before + 1);
    }

    @Test
    void aNameThatCannotBeHadIsLeftOut() {
        Channel channel = channel();
        User somebody = hearing.slack().addUser("unknown");
        hearing.slack().faults().times(1, SlackFault.to("users.info"), SlackFault.refused("user_not_found"));
        hearing.slack().says(channel, somebody, "hello");
        assertThat(hearing.onlyEvent(channel).senderDisplay()).isNull();
    }

    @Test
    void aMessageToldAgainByOtherEventsIsOne() {
        Channel channel = channel();
        Message one = says(channel, Words.of("one"));
        hearing.slack().tellAgain(one);
        says(channel, Words.of("two"));
        hearing.slack().tellAgain(one);
        says(channel, Words.of("three"));
        hearing.awaitHeard(channel, "one", "two", "three");
        hearing.awaitAcknowledged();
        assertThat(hearing.inbox().texts(channel)).containsExactly("one", "two", "three");
    }

    /** Ids are looked at before anything is asked, or stored, by them. */
    @ParameterizedTest
    @ValueSource(strings = {"", "C", "#general", "C0000/../x", "U0123456789"})
    void whatHasNoIdOfAChannelIsNoChannel(String id) {
        FakeSlack slack = hearing.slack();
        int rejected = hearing.inbox().rejected().size();
        long histories = slack.calls("conversations.history");
        slack.event(
                slack.team(),
                Json.object()
                        .put("type", "member_joined_channel")
                        .put("user", slack.bot().id())
                        .put("channel", id));
        slack.event(
                slack.team(),
                Json.object()
                        .put("type", "message")
                        .put("channel", id)
                        .put("user", slack.user().id())
                        .put("text", "nowhere")
                        .put("ts", Ts.at(System.currentTimeMillis())));
        HearingSlack.within().until(() -> hearing.inbox().rejected().size() == rejected + 1);
        hearing.awaitAcknowledged();
        Channel channel = channel();
        says(channel, Words.of("after"));
        hearing.awaitHeard(channel, "after");
        assertThat(hearing.inbox().all()).noneMatch(event -> event.body().equals("nowhere"));
        assertThat(slack.calls("conversations.history")).isEqualTo(histories);
    }

    @Test
    void whatIsNoThreadIsNone() {
        Channel channel = channel();
        says(channel, Words.of("below nothing").with(json -> json.put("thread_ts", "abc")));
        assertThat(hearing.onlyEvent(channel).threadId()).isNull();
    }
}
