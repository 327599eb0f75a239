package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.fake.telegram.Posted;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.protocol.ThreadId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where messages go, and what they carry. */
class TelegramSenderTest {

    private static OpenTelegram open;
    private static FakeTelegram telegram;

    @BeforeAll
    static void open() throws Exception {
        open = OpenTelegram.start();
        telegram = open.telegram();
    }

    @AfterAll
    static void close() throws Exception {
        open.close();
    }

    @AfterEach
    void clear() {
        telegram.faults().clear();
    }

    private static OutboundMessageRequest message(Chat to, UnaryOperator<OutboundMessageRequestBuilder> more) {
        return OpenTelegram.message(OpenTelegram.id(to), "hello", more);
    }

    private static Posted sent(OutboundMessageRequest request) {
        int before = telegram.ledger().accepted().size();
        assertThat(open.send(request)).isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(telegram.ledger().accepted()).hasSize(before + 1);
        return open.last();
    }

    private static Posted sentTo(String target) {
        return sent(OpenTelegram.message(target, "hello", builder -> builder));
    }

    private static PermanentFailure refused(OutboundMessageRequest request) {
        DeliveryOutcome outcome = open.send(request);
        assertThat(outcome).isInstanceOf(PermanentFailure.class);
        return (PermanentFailure) outcome;
    }

    private static UnaryOperator<OutboundMessageRequestBuilder> thread(String topic) {
        return builder -> builder.replyThreadId(new ThreadId(topic));
    }

    private static UnaryOperator<OutboundMessageRequestBuilder> answering(String id) {
        return builder -> builder.inReplyToMessageId(new MessageId(id));
    }

    @Test
    void everySpellingOfAChatIsThatChat() {
        Chat direct = telegram.chat();
        assertThat(direct.id()).as("beyond 32 bits").isGreaterThan(1L << 32);
        for (String spelt : new String[] {"", "chat:", "user:", "telegram:chat:", "telegram:user:"}) {
            assertThat(sentTo(spelt + direct.id()).chatId()).isEqualTo(direct.id());
        }
        Chat channel = telegram.addChannel("News", "loopback_news");
        assertThat(sentTo("@loopback_news").chatId()).isEqualTo(channel.id());
        assertThat(sentTo("telegram:chat:@Loopback_News").chatId()).isEqualTo(channel.id());
    }

    @Test
    void theIdIsThatOfItsChatWhereverItWasNamed() {
        telegram.addSupergroup("Square", "loopback_square");
        DeliveryOutcome outcome = open.send(OpenTelegram.message("@loopback_square", "hello", builder -> builder));
        assertThat(outcome)
                .isEqualTo(new DeliveryOutcome.Delivered(
                        new MessageId(String.valueOf(open.last().id()))));
    }

    @Test
    void nothingIsPreviewed() {
        JsonNode request = sent(message(telegram.group(), builder -> builder.text("see https://example.org/")))
                .request();
        assertThat(request.path("link_preview_options").path("is_disabled").asBoolean())
                .isTrue();
        assertThat(request.has("parse_mode")).isFalse();
    }

    @Test
    void whomTelegramDoesNotFindByNameIsTheTargetsFaultWithAdvice() {
        PermanentFailure failure = refused(OpenTelegram.message("@ada_loopback", "hello", builder -> builder));
        assertThat(failure.fault()).isEqualTo(io.palyra.connectors.protocol.Fault.TARGET);
        assertThat(failure.reason()).contains("chat not found", "by id only", "press Start");
    }

    @Test
    void whoeverCannotBeWrittenToIsTheTargetsFault() {
        Person bot = telegram.addBot("other_bot");
        Person stranger = telegram.addPerson("Grace", null);
        Chat kicked = telegram.addGroup("Closed");
        telegram.kicks(kicked);
        for (Chat chat : new Chat[] {telegram.direct(bot), telegram.direct(stranger), kicked}) {
            assertThat(refused(message(chat, builder -> builder)).fault())
                    .isEqualTo(io.palyra.connectors.protocol.Fault.TARGET);
        }
    }

    @Test
    void whatShowsNothingIsTheMessagesFaultAndSaysSo() {
        telegram.faults().nextPost(TelegramFault.refused(400, "Bad Request: text must be non-empty"));
        PermanentFailure failure = refused(message(telegram.group(), builder -> builder.text("\u200b\u200d\u2060")));
        assertThat(failure.fault()).isEqualTo(io.palyra.connectors.protocol.Fault.MESSAGE);
        assertThat(failure.reason()).contains("it shows nothing");
    }

    @Test
    void fourThousandEmojiAreOneMessageForTelegram() {
        String emoji = "\ud83d\ude00".repeat(4_096);
        assertThat(sent(message(telegram.group(), builder -> builder.text(emoji)))
                        .text())
                .isEqualTo(emoji);
        assertThat(refused(message(telegram.group(), builder -> builder.text(emoji + "!")))
                        .reason())
                .contains("message is too long");
    }

    @Test
    void topicsAreNamedByTheThreadOrTheTarget() {
        Chat forum = telegram.addForum("Forum");
        long topic = telegram.addTopic(forum, "Ideas");
        long other = telegram.addTopic(forum, "More");
        assertThat(sent(message(forum, thread(String.valueOf(topic)))).topic()).contains(topic);
        assertThat(sentTo(forum.id() + "/" + topic).topic()).contains(topic);
        assertThat(sent(OpenTelegram.message(forum.id() + "/" + other, "hello", thread(String.valueOf(topic))))
                        .topic())
                .contains(topic);
        assertThat(sent(message(forum, thread("1"))).topic()).as("General").isEmpty();
        assertThat(sent(message(forum, builder -> builder)).topic()).isEmpty();
    }

    @Test
    void aTopicThatIsClosedOrGoneIsTheTargetsFaultAndAnOddOneTheMessages() {
        Chat forum = telegram.addForum("Forum");
        long topic = telegram.addTopic(forum, "Ideas");
        telegram.closeTopic(forum, topic);
        assertThat(refused(message(forum, thread(String.valueOf(topic)))).reason())
                .contains("topic is closed");
        assertThat(refused(message(forum, thread("777"))).fault())
                .isEqualTo(io.palyra.connectors.protocol.Fault.TARGET);
        for (String odd : new String[] {"ideas", "0", "-5", "1.5", "99999999999"}) {
            PermanentFailure failure = refused(message(forum, thread(odd)));
            assertThat(failure.reason()).startsWith("reply_thread_id: ").contains(odd);
        }
    }

    @Test
    void aReplyQuotesWhatIsThereAndGoesWithoutWhatIsNot() {
        Message asked = telegram.says(telegram.group(), telegram.person(), "what now?");
        assertThat(sent(message(telegram.group(), answering(String.valueOf(asked.id()))))
                        .replyTo())
                .contains(asked.id());
        assertThat(sent(message(telegram.group(), answering(telegram.group().id() + ":" + asked.id())))
                        .replyTo())
                .contains(asked.id());
        telegram.deletes(asked);
        long before = open.sends();
        assertThat(sent(message(telegram.group(), answering(String.valueOf(asked.id()))))
                        .replyTo())
                .isEmpty();
        assertThat(open.sends() - before).as("Telegram may leave it out").isEqualTo(1);
        assertThat(refused(message(telegram.group(), answering("first"))).reason())
                .startsWith("in_reply_to_message_id: ");
        assertThat(refused(message(telegram.group(), answering("-100999:" + asked.id())))
                        .reason())
                .contains("is of the chat -100999");
    }

    @Test
    void aServerThatRefusesTheReplyIsAskedOnceMoreWithoutIt() {
        Message asked = telegram.says(telegram.group(), telegram.person(), "what now?");
        telegram.faults().nextPost(TelegramFault.refused(400, "Bad Request: message to be replied not found"));
        long before = open.sends();
        assertThat(sent(message(telegram.group(), answering(String.valueOf(asked.id()))))
                        .replyTo())
                .isEmpty();
        assertThat(open.sends() - before).isEqualTo(2);
    }

    /** Of a sender that hears no updates: only the refusal tells it. */
    @Test
    void aGroupThatHasBecomeASupergroupIsWrittenToInTheSameAttempt() throws Exception {
        Chat group = telegram.addGroup("Growing");
        Message asked = telegram.says(group, telegram.person(), "what now?");
        Chat now = telegram.upgrades(group);
        Message same = telegram.says(now, telegram.person(), "another message");
        while (same.id() < asked.id()) {
            same = telegram.says(now, telegram.person(), "another message");
        }
        Sender sender =
                OpenTelegram.sender(OpenTelegram.options(URI.create(telegram.apiUrl() + "/")), telegram.token());
        long before = open.sends();
        DeliveryOutcome outcome = sender.send(message(group, answering(String.valueOf(asked.id()))));
        assertThat(outcome)
                .as("with the number of its chat: the group had a message of that number, too")
                .isEqualTo(new DeliveryOutcome.Delivered(
                        new MessageId(now.id() + ":" + open.last().id())));
        assertThat(open.sends() - before).isEqualTo(2);
        assertThat(open.last().chatId()).isEqualTo(now.id());
        assertThat(same.id()).isEqualTo(asked.id());
        assertThat(open.last().replyTo()).as("a message of the same number").isEmpty();
        sender.send(message(group, answering(now.id() + ":" + same.id())));
        assertThat(open.last().replyTo()).contains(same.id());
        assertThat(open.sends() - before).as("it is known by now").isEqualTo(3);
    }

    @Test
    void whatTelegramSendsLaterByItselfIsDelivered() {
        long before = open.calls("setMessageReaction");
        telegram.faults()
                .nextPost(Fault.accepting(RestAnswer.of(
                        200, "application/json", "{\"ok\":true,\"result\":{\"message_id\":0,\"date\":2000000000}}")));
        assertThat(open.send(message(telegram.group(), builder -> builder.autoReaction("\ud83d\udc4d"))))
                .isEqualTo(new DeliveryOutcome.Delivered(new MessageId("0")));
        assertThat(open.calls("setMessageReaction")).isEqualTo(before);
        assertThat(sent(message(telegram.group(), answering("0"))).replyTo()).isEmpty();
    }

    @Test
    void aReactionOfItsOwnIsPutUnderIt() {
        Posted posted = sent(message(telegram.group(), builder -> builder.autoReaction("\u2764\ufe0f")));
        Message made = telegram.history(telegram.group()).stream()
                .filter(message -> message.id() == posted.id())
                .findFirst()
                .orElseThrow();
        assertThat(telegram.reaction(made)).contains("\u2764");
        assertThat(sent(message(telegram.group(), builder -> builder.autoReaction(":rocket:"))))
                .as("which is no reason to fail")
                .isNotNull();
    }

    /** What the client offers the server stands in its first words. */
    @Test
    void messagesToSeveralChatsAreOnConnectionsOfTheirOwn() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> hello = CompletableFuture.supplyAsync(() -> {
                try (Socket client = server.accept()) {
                    byte[] words = new byte[4_096];
                    return new String(words, 0, client.getInputStream().read(words), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            URI url = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");
            OutboundMessageRequest message = OpenTelegram.message("7", "text", builder -> builder);
            assertThat(OpenTelegram.sender(OpenTelegram.options(url), "7:" + "a".repeat(35))
                            .send(message))
                    .isInstanceOf(Retry.class);
            assertThat(hello.get(10, TimeUnit.SECONDS)).contains("http/1.1").doesNotContain("\u0002h2");
        }
    }
}
