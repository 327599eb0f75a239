package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has written, where and when, and what else Telegram tells of. One session; each test has a chat of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramInboundTest {

    private HearingTelegram hearing;

    @BeforeAll
    void start() throws Exception {
        hearing = HearingTelegram.start();
    }

    @AfterAll
    void stop() throws Exception {
        hearing.close();
    }

    @Test
    void aMessageOfAGroup() {
        Chat group = hearing.group();
        Message said = hearing.says(group, Words.of("a <b> & *c*"));
        InboundMessageEvent event = hearing.onlyEvent(group);
        assertThat(event.body()).isEqualTo("a <b> & *c*");
        assertThat(event.envelopeId().value())
                .isEqualTo("telegram:ops:" + hearing.telegram().bot().id() + ":" + group.id() + ":" + said.id());
        assertThat(event.conversationId().value()).isEqualTo("telegram:chat:" + group.id());
        assertThat(event.senderId().value()).isEqualTo("telegram:user:" + hearing.ada().id());
        assertThat(hearing.ada().id()).as("more than 32 bits").isGreaterThan(1L << 32);
        assertThat(event.senderDisplay()).isEqualTo("Ada");
        assertThat(event.senderIsBot()).isFalse();
        assertThat(event.adapterMessageId()).isEqualTo(new MessageId(String.valueOf(said.id())));
        assertThat(event.threadId()).isNull();
        assertThat(event.isDirectMessage()).isFalse();
        assertThat(event.receivedAtUnixMs()).isEqualTo(said.json().path("date").asLong() * 1_000);
        assertThat(hearing.facts(event)).isEqualTo(InboundFacts.NONE);
    }

    @Test
    void aPrivateChatHasTheNumberOfThePersonAndIsDirect() {
        Person bob = hearing.telegram().addPerson((1L << 51) + 7, "Bob");
        Chat direct = hearing.telegram().direct(bob);
        hearing.telegram().says(direct, bob, "just us");
        InboundMessageEvent event = hearing.onlyEvent(direct);
        assertThat(event.isDirectMessage()).isTrue();
        assertThat(event.conversationId().value()).isEqualTo("telegram:chat:2251799813685255");
        assertThat(event.senderId().value()).isEqualTo("telegram:user:2251799813685255");
    }

    @Test
    void anAnonymousAdministratorIsTheGroup() {
        Chat group = hearing.group();
        hearing.telegram()
                .saysAnonymously(group, Words.of("by the group").with(json -> json.put("author_signature", "Chief")));
        InboundMessageEvent event = hearing.onlyEvent(group);
        assertThat(event.senderId().value()).isEqualTo("telegram:chat:" + group.id());
        assertThat(event.senderDisplay()).isEqualTo("Chief");
        assertThat(event.senderIsBot()).isFalse();
    }

    @Test
    void whoWritesInTheNameOfAChannelIsTheChannel() {
        Chat group = hearing.group();
        hearing.says(group, Words.of("as a channel").with(json -> json.putObject("sender_chat")
                .put("id", -1_009_999_999_999L)
                .put("title", "Daily")
                .put("type", "channel")));
        InboundMessageEvent event = hearing.onlyEvent(group);
        assertThat(event.senderId().value()).isEqualTo("telegram:chat:-1009999999999");
        assertThat(event.senderDisplay()).isEqualTo("Daily");
    }

    @Test
    void aPostIsItsChannels() {
        Chat channel = hearing.telegram().addChannel("News", "loopback_news");
        hearing.telegram().posts(channel, "it rains");
        InboundMessageEvent event = hearing.onlyEvent(channel);
        assertThat(event.senderId().value()).isEqualTo("telegram:chat:" + channel.id());
        assertThat(event.senderDisplay()).isEqualTo("News");
        assertThat(event.isDirectMessage()).isFalse();
    }

    @Test
    void aPostWithoutSenderChatIsItsChannelsToo() {
        Chat channel = hearing.telegram().addChannel("Old news", null);
        hearing.telegram().saysAnonymously(channel, Words.of("it rained").with(json -> json.remove("sender_chat")));
        assertThat(hearing.onlyEvent(channel).senderId().value()).isEqualTo("telegram:chat:" + channel.id());
    }

    @Test
    void aBotIsSaidToBeOne() {
        Chat group = hearing.group();
        Message said = hearing.telegram().says(group, hearing.telegram().addBot("helper_bot"), "beep");
        hearing.telegram().update("message", said.json());
        assertThat(hearing.onlyEvent(group).senderIsBot()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ada |      | ada_l | Ada",
                "Ada | Byron | ada_l | Ada Byron",
                "'' | Byron | ada_l | Byron",
                "'' | '' | ada_l | ada_l",
            })
    void displayIsTheNameElseTheUserName(String first, String last, String user, String display) {
        assertThat(hearing.read(Words.of("hello").with(json -> ((ObjectNode) json.path("from"))
                                .put("first_name", first)
                                .put("last_name", last)
                                .put("username", user)))
                        .senderDisplay())
                .isEqualTo(display);
    }

    @Test
    void ourOwnMessageIsNone() {
        Chat group = hearing.group();
        long before = hearing.leftOut("own");
        hearing.says(group, Words.of("mine").with(json -> ((ObjectNode) json.path("from"))
                .put("id", hearing.telegram().bot().id())));
        hearing.awaitAllRead();
        assertThat(hearing.inbox().of(group)).isEmpty();
        assertThat(hearing.leftOut("own")).isEqualTo(before + 1);
    }

    @Test
    void aMessageWithoutADateIsOfNow() {
        Chat group = hearing.group();
        ObjectNode json = hearing.telegram()
                .says(group, hearing.telegram().addBot("untold_bot"), "when?")
                .json();
        json.remove("date");
        hearing.telegram().update("message", json);
        assertThat(hearing.onlyEvent(group).receivedAtUnixMs()).isCloseTo(System.currentTimeMillis(), within(60_000L));
    }

    @Test
    void theGeneralTopicHasNoId() {
        Chat forum = hearing.telegram().addForum("General works");
        hearing.says(forum, Words.of("to all"));
        assertThat(hearing.onlyEvent(forum).threadId()).isNull();
        // Should a server name it: nothing can be sent to that number
        assertThat(hearing.read(Words.of("hello")
                                .with(json -> json.put("is_topic_message", true).put("message_thread_id", 1)))
                        .threadId())
                .isNull();
    }

    @Test
    void aGroupThatHasBecomeASupergroupKeepsItsName() {
        Chat group = hearing.telegram().addGroup("Grows");
        hearing.says(group, Words.of("small"));
        hearing.awaitHeard(group, "small");
        Chat grown = hearing.telegram().upgrades(group);
        Message large = hearing.says(grown, Words.of("large"));
        hearing.awaitHeard(group, "small", "large");
        InboundMessageEvent event = hearing.inbox().of(group).get(1);
        assertThat(event.adapterMessageId()).isEqualTo(new MessageId(grown.id() + ":" + large.id()));
        assertThat(hearing.facts(event).parent().value())
                .as("who lists the number that it has now")
                .isEqualTo("telegram:chat:" + grown.id());
        assertThat(hearing.cursors()).containsEntry("migrated:" + group.id(), String.valueOf(grown.id()));
    }

    @Test
    void anUpdateOfAnUnknownKindIsCountedAndNoMore() {
        long before = hearing.leftOut("notice");
        hearing.telegram().update("story_reply", Json.object().put("id", 1));
        hearing.telegram().update("edited_message", hearing.says(hearing.group(), Words.of("x")).json());
        hearing.awaitAllRead();
        assertThat(hearing.leftOut("notice")).isEqualTo(before + 2);
    }

    @Test
    void whoShutsTheBotOutIsNotedAndNotRouted() {
        int events = hearing.inbox().all().size();
        Chat group = hearing.group();
        hearing.telegram().kicks(group);
        hearing.telegram().blocks(hearing.telegram().addPerson("Eve", null));
        HearingTelegram.within()
                .until(() -> hearing.inbound().get("chats_shut_out_of").equals(2));
        hearing.telegram().adds(group);
        HearingTelegram.within()
                .until(() -> hearing.inbound().get("chats_shut_out_of").equals(1));
        assertThat(hearing.inbox().all()).hasSize(events);
    }

    @Test
    void thePressOfAButtonWhoseMessageIsGoneIsAnswered() {
        Chat group = hearing.group();
        Message message = hearing.says(group, Words.of("press"));
        hearing.telegram().deletes(message);
        String query = hearing.telegram().presses(message, hearing.ada(), "anything");
        HearingTelegram.within()
                .until(() -> hearing.telegram().answeredCallbacks().contains(query));
        assertThat(hearing.inbox().texts(group)).containsExactly("press");
    }
}
