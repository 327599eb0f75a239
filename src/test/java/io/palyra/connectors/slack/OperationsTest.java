package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.RetryableDeliveryException;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageDiff;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.ThreadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done with messages that Slack has, and what is answered where it cannot. */
class OperationsTest {

    private FakeSlack slack;
    private OpenSlack open;
    private Operations operations;
    private Channel channel;

    @BeforeEach
    void open() throws Exception {
        open = OpenSlack.start();
        slack = open.slack();
        operations = open.operations();
        channel = slack.channel();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private MessageTarget here() {
        return new MessageTarget(new ConversationId(channel.id()), null);
    }

    private MessageTarget thread(Message parent) {
        return new MessageTarget(new ConversationId(channel.id()), new ThreadId(parent.ts()));
    }

    private MessageLocator at(String ts) {
        return new MessageLocator(here(), new MessageId(ts));
    }

    private Message says(String text) {
        return slack.says(channel, slack.user(), text);
    }

    private Message replies(Message parent, String text) {
        return slack.says(channel, slack.user(), Words.of(text).below(parent));
    }

    /** The {@code ts} of a message of the bot. */
    private String sent(String text) {
        DeliveryOutcome outcome = open.send(OpenSlack.message("m1", channel.id(), text, builder -> builder));
        return ((DeliveryOutcome.Delivered) outcome).nativeMessageId().value();
    }

    private static List<String> bodies(ReadResult result) {
        assertThat(result.preflight().allowed())
                .as(String.valueOf(result.preflight().reason()))
                .isTrue();
        return result.messages().stream().map(MessageRecord::body).toList();
    }

    private ReadResult page(MessageTarget target, String before, String after, String around, int limit)
            throws DeliveryException {
        return operations.read(new ReadRequest(target, null, id(before), id(after), id(around), limit));
    }

    private static MessageId id(String ts) {
        return ts == null ? null : new MessageId(ts);
    }

    @Test
    void readsTheNewestAndGoesOnFromThere() throws Exception {
        for (int i = 0; i < 5; i++) {
            says("m" + i);
        }
        ReadResult newest = page(here(), null, null, null, 2);
        assertThat(bodies(newest)).containsExactly("m4", "m3");
        assertThat(newest.nextAfterMessageId()).isNull();
        ReadResult older = page(here(), String.valueOf(newest.nextBeforeMessageId()), null, null, 2);
        assertThat(bodies(older)).containsExactly("m2", "m1");
        ReadResult oldest = page(here(), String.valueOf(older.nextBeforeMessageId()), null, null, 2);
        assertThat(bodies(oldest)).containsExactly("m0");
        assertThat(oldest.nextBeforeMessageId()).isNull();
    }

    @Test
    void readsBehindAndAroundAMessage() throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(says("m" + i).ts());
        }
        ReadResult after = page(here(), null, all.get(1), null, 2);
        assertThat(bodies(after)).containsExactly("m3", "m2");
        assertThat(after.nextAfterMessageId()).isEqualTo(id(all.get(3)));
        assertThat(bodies(page(here(), null, channel.id() + ":" + all.get(5), null, 5)))
                .containsExactly("m6");
        assertThat(bodies(page(here(), null, null, all.get(3), 3))).containsExactly("m4", "m3", "m2");
        assertThat(bodies(page(here(), null, null, all.get(3), 1))).containsExactly("m3");
    }

    @Test
    void readsRightBehindAMessageThatIsManyPagesAway() throws Exception {
        String first = says("first").ts();
        for (int i = 0; i < 2 * History.PAGE_MAX + 5; i++) {
            slack.saysUnheard(channel, slack.user(), Words.of("m" + i));
        }
        assertThat(bodies(page(here(), null, first, null, 2))).containsExactly("m1", "m0");
    }

    /** However far it is from the end of the channel. */
    @Test
    void readsAMessageAloneWithoutWhatIsBehindIt() throws Exception {
        String first = says("first").ts();
        for (int i = 0; i < History.PAGE_MAX; i++) {
            slack.saysUnheard(channel, slack.user(), Words.of("m" + i));
        }
        long before = slack.calls("conversations.history");
        assertThat(bodies(page(here(), null, null, first, 2))).containsExactly("first");
        assertThat(slack.calls("conversations.history") - before).isEqualTo(1);
    }

    @Test
    void readsAThread() throws Exception {
        Message parent = says("parent");
        for (int i = 0; i < 4; i++) {
            replies(parent, "r" + i);
        }
        says("beside it");
        assertThat(bodies(page(thread(parent), null, null, null, 3))).containsExactly("r3", "r2", "r1");
        ReadResult all = page(thread(parent), null, null, null, 10);
        assertThat(bodies(all)).containsExactly("r3", "r2", "r1", "r0", "parent");
        String middle = all.messages().get(1).locator().messageId().value();
        assertThat(bodies(page(thread(parent), middle, null, null, 1))).containsExactly("r1");
        assertThat(bodies(page(thread(parent), null, middle, null, 10))).containsExactly("r3");
    }

    @Test
    void readsOneMessageByItsId() throws Exception {
        Message parent = says("parent & <@U1>");
        Message reply = replies(parent, "reply");
        for (MessageTarget target : List.of(here(), thread(parent))) {
            for (Message message : List.of(parent, reply)) {
                for (String id : List.of(message.ts(), channel.id() + ":" + message.ts())) {
                    ReadResult exact = operations.read(new ReadRequest(target, new MessageId(id), null, null, null, 1));
                    assertThat(exact.messages()).singleElement().satisfies(record -> {
                        assertThat(record.locator().messageId().value()).isEqualTo(message.ts());
                        assertThat(record.senderId().value())
                                .isEqualTo("slack:user:" + slack.user().id());
                        assertThat(record.senderDisplay()).isEqualTo("Ada");
                        assertThat(record.connectorAuthored()).isFalse();
                    });
                }
            }
        }
        assertThat(bodies(operations.read(
                        new ReadRequest(here(), new MessageId("1700000000.000001"), null, null, null, 1))))
                .isEmpty();
    }

    @Test
    void readsWhatPeopleReadAndTheFiles() throws Exception {
        slack.says(channel, slack.user(), Words.of("a &amp; b &lt;c&gt;").file("a.txt", "text/plain", new byte[3]));
        MessageRecord record = page(here(), null, null, null, 1).messages().get(0);
        assertThat(record.body()).isEqualTo("a & b <c>");
        assertThat(record.attachments()).singleElement().satisfies(file -> {
            assertThat(file.filename()).isEqualTo("a.txt");
            assertThat(file.sizeBytes()).isEqualTo(3);
        });
    }

    @Test
    void searchesOnePageAndSaysSo() throws Exception {
        says("the harbour");
        sent("the harbour master");
        says("the sea");
        SearchResult found = operations.search(new SearchRequest(here(), "HARBOUR", null, null, null, 10));
        assertThat(found.matches().stream().map(MessageRecord::body))
                .containsExactly("the harbour master", "the harbour");
        assertThat(found.preflight().reason()).contains("3 newest messages");
        SearchResult byAuthor = operations.search(
                new SearchRequest(here(), "harbour", new SenderId(slack.user().id()), null, null, 10));
        assertThat(byAuthor.matches()).hasSize(1);
        SearchResult first = operations.search(new SearchRequest(here(), "the", null, null, null, 1));
        assertThat(first.matches()).hasSize(1);
        SearchResult next =
                operations.search(new SearchRequest(here(), "the", null, null, first.nextBeforeMessageId(), 10));
        assertThat(next.matches()).hasSize(2);
    }

    @Test
    void editsItsOwnMessagesAndKeepsTheirKey() throws Exception {
        String ts = sent("one & two");
        String key = slack.ledger().accepted().get(0).key();
        MutationResult edited = operations.edit(new EditRequest(at(ts), "**three** & four"));
        assertThat(edited.status()).isEqualTo(MutationStatus.UPDATED);
        Message now = only(ts);
        assertThat(now.text()).isEqualTo("*three* &amp; four");
        assertThat(now.stored()
                        .path("metadata")
                        .path("event_payload")
                        .path("key")
                        .asText())
                .isEqualTo(key);
        assertThat(slack.requests().stream()
                        .filter(SlackFault.to("chat.update"))
                        .findFirst()
                        .orElseThrow()
                        .body())
                .contains(key);
        assertThat(edited.diff()).isEqualTo(new MessageDiff("one & two", "*three* & four"));
        assertThat(String.valueOf(edited.message())).contains("*three* & four", ts);
        assertThat(operations
                        .edit(new EditRequest(at(channel.id() + ":" + ts), "**three** & four"))
                        .status())
                .isEqualTo(MutationStatus.NOOP);
        assertThat(slack.calls("chat.update")).isEqualTo(1);
    }

    private Message only(String ts) {
        return slack.history(channel).stream()
                .filter(message -> message.ts().equals(ts))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void editsInThreads() throws Exception {
        Message parent = says("parent");
        DeliveryOutcome outcome = open.send(OpenSlack.message(
                "m1", channel.id(), "reply", builder -> builder.replyThreadId(new ThreadId(parent.ts()))));
        String ts = ((DeliveryOutcome.Delivered) outcome).nativeMessageId().value();
        assertThat(operations.edit(new EditRequest(at(ts), "better")).status()).isEqualTo(MutationStatus.UPDATED);
        assertThat(only(ts).text()).isEqualTo("better");
        assertThat(only(ts).threadTs()).contains(parent.ts());
    }

    @Test
    void whatIsSomebodyElsesOrGoneIsNotEdited() throws Exception {
        Message others = says("mine");
        assertDenied(operations.edit(new EditRequest(at(others.ts()), "yours")), "only own ones");
        assertDenied(operations.edit(new EditRequest(at("1700000000.000001"), "x")), "no message");
        String ts = sent("mine");
        for (String code : List.of("cant_update_message", "edit_window_closed", "message_not_found")) {
            slack.faults().times(1, SlackFault.to("chat.update"), SlackFault.refused(code));
            assertDenied(operations.edit(new EditRequest(at(ts), "changed")), code);
        }
    }

    private static void assertDenied(MutationResult result, String reason) {
        assertThat(result.status()).isEqualTo(MutationStatus.DENIED);
        assertThat(result.reason()).contains(reason);
        assertThat(result.preflight().allowed()).isFalse();
    }

    /** Counted as Slack counts them. */
    @Test
    void aTextThatIsTooLongIsNoEdit() {
        assertThatThrownBy(() -> operations.edit(new EditRequest(at(sent("short")), "&".repeat(1_000))))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("body")
                .hasMessageContaining("5000");
    }

    @Test
    void deletes() throws Exception {
        String ts = sent("oops");
        assertThat(operations.delete(new DeleteRequest(at(ts), null)).status()).isEqualTo(MutationStatus.DELETED);
        assertThat(slack.history(channel)).noneMatch(message -> message.ts().equals(ts));
        assertThat(operations.delete(new DeleteRequest(at(ts), null)).status()).isEqualTo(MutationStatus.NOOP);
        assertDenied(operations.delete(new DeleteRequest(at(says("mine").ts()), null)), "cant_delete_message");
    }

    @Test
    void reactsByNamesAndByEmoji() throws Exception {
        Message message = says("well done");
        assertThat(react(message, "👍")).isEqualTo(MutationStatus.REACTION_ADDED);
        assertThat(react(message, ":thumbsup:")).isEqualTo(MutationStatus.NOOP);
        assertThat(operations
                        .removeReaction(new ReactRequest(at(message.ts()), "thumbsup"))
                        .status())
                .isEqualTo(MutationStatus.REACTION_REMOVED);
        assertThat(operations
                        .removeReaction(new ReactRequest(at(message.ts()), "👍"))
                        .status())
                .isEqualTo(MutationStatus.NOOP);
        assertDenied(operations.addReaction(new ReactRequest(at("1700000000.000001"), "👍")), "message_not_found");
        assertDenied(operations.addReaction(new ReactRequest(at(message.ts()), "an_emoji_of_nobody")), "no such emoji");
    }

    private MutationStatus react(Message message, String emoji) throws DeliveryException {
        return operations.addReaction(new ReactRequest(at(message.ts()), emoji)).status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"👍👍", "thumbs up", "🫨x", "<:a:1>"})
    void anEmojiThatCannotBeIsAnErrorThatNamesIt(String emoji) {
        assertThatThrownBy(() -> operations.addReaction(new ReactRequest(at("1700000000.000001"), emoji)))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("emoji");
        assertThat(slack.calls("reactions.add")).isZero();
    }

    @Test
    void aChannelByItsNameIsAnErrorThatSaysWhatToGive() {
        MessageTarget named = new MessageTarget(new ConversationId("#general"), null);
        assertThatThrownBy(() -> operations.read(ReadRequest.newest(named, 1)))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("conversation_id")
                .hasMessageContaining("give its id");
    }

    @Test
    void aScopeThatIsMissingIsNamedAndTheRestWorks() throws Exception {
        String ts = sent("hello");
        slack.scopes(Set.of("chat:write", "channels:read", "users:read"));
        ReadResult read = operations.read(ReadRequest.newest(here(), 1));
        assertThat(read.preflight().allowed()).isFalse();
        assertThat(read.preflight().reason()).contains("channels:history", "reinstall the app");
        assertDenied(operations.addReaction(new ReactRequest(at(ts), "👍")), "reactions:write");
        assertThat(operations.edit(new EditRequest(at(ts), "changed")).status()).isEqualTo(MutationStatus.UPDATED);
        assertThat(operations.delete(new DeleteRequest(at(ts), null)).status()).isEqualTo(MutationStatus.DELETED);
    }

    @Test
    void slackThatDoesNotAnswerIsAnExceptionAndNoDenial() {
        slack.faults().times(1, SlackFault.to("conversations.history"), Fault.status(502));
        assertThatThrownBy(() -> operations.read(ReadRequest.newest(here(), 1)))
                .isInstanceOf(RetryableDeliveryException.class);
        slack.faults().times(1, SlackFault.to("chat.delete"), Fault.resetAfterAccepting());
        assertThatThrownBy(() -> operations.delete(new DeleteRequest(at("1700000000.000001"), null)))
                .isInstanceOf(DeliveryException.class);
    }
}
