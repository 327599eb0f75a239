package io.palyra.connectors.fake.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.telegram.Chat.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which words a chat refuses the bot, by what it is there. */
class ChatStatesTest {

    private FakeTelegram telegram;
    private TelegramBot bot;

    @BeforeEach
    void start() throws Exception {
        telegram = FakeTelegram.start();
        bot = new TelegramBot(telegram);
    }

    @AfterEach
    void stop() throws Exception {
        telegram.close();
    }

    @Test
    void privateChats() throws Exception {
        Person stranger = telegram.addPerson("Eve", "eve_loopback");
        Chat chat = telegram.direct(stranger);
        assertThat(refusal(chat)).isEqualTo("400 Bad Request: chat not found");
        telegram.privacy(false);
        telegram.says(telegram.group(), stranger, "hello");
        assertThat(refusal(chat)).isEqualTo("403 Forbidden: bot can't initiate conversation with a user");
        telegram.starts(stranger);
        assertThat(refusal(chat)).isEmpty();
        telegram.blocks(stranger);
        assertThat(refusal(chat)).isEqualTo("403 Forbidden: bot was blocked by the user");
        telegram.unblocks(stranger);
        telegram.deactivate(stranger);
        assertThat(refusal(chat)).isEqualTo("403 Forbidden: user is deactivated");
        assertThat(bot.refusal("sendMessage", "chat_id", "@eve_loopback", "text", "hi"))
                .isEqualTo("400 Bad Request: chat not found");
        assertThat(refusal(telegram.direct(telegram.addBot("other_bot"))))
                .isEqualTo("403 Forbidden: bots can't send messages to bots");
        assertThat(bot.refusal("sendMessage", "text", "hi")).isEqualTo("400 Bad Request: chat_id is empty");
    }

    @Test
    void groups() throws Exception {
        Chat group = telegram.group();
        telegram.membersMayWrite(group, false);
        assertThat(refusal(group)).isEqualTo("400 Bad Request: not enough rights to send text messages to the chat");
        telegram.promotes(group);
        assertThat(refusal(group)).isEmpty();
        telegram.kicks(group);
        assertThat(refusal(group)).isEqualTo("403 Forbidden: bot was kicked from the group chat");
        telegram.adds(group);
        telegram.deleteGroup(group);
        assertThat(refusal(group)).isEqualTo("403 Forbidden: the group chat was deleted");
        Chat supergroup = telegram.addSupergroup("Pier", "pier");
        telegram.restricts(supergroup);
        assertThat(refusal(supergroup)).startsWith("400 Bad Request: not enough rights");
        telegram.standing(supergroup, Standing.LEFT);
        assertThat(refusal(supergroup)).isEqualTo("403 Forbidden: bot is not a member of the supergroup chat");
        telegram.kicks(supergroup);
        assertThat(bot.refusal("getChat", "chat_id", supergroup.id()))
                .isEqualTo("403 Forbidden: bot was kicked from the supergroup chat");
    }

    @Test
    void groupsThatHaveBecomeSupergroups() throws Exception {
        Chat group = telegram.group();
        Chat now = telegram.upgrades(group);
        JsonNode answer = bot.send(group, "hi");
        assertThat(answer.path("description").asText())
                .isEqualTo("Bad Request: group chat was upgraded to a supergroup chat");
        assertThat(answer.path("parameters").path("migrate_to_chat_id").asLong())
                .isEqualTo(now.id());
        assertThat(refusal(now)).isEmpty();
        assertThat(bot.poll(0, 0))
                .extracting(update -> update.path("message")
                                .path("chat")
                                .path("id")
                                .asLong() + " "
                        + update.path("message").path("migrate_to_chat_id").asLong() + " "
                        + update.path("message").path("migrate_from_chat_id").asLong())
                .containsExactly(group.id() + " " + now.id() + " 0", now.id() + " 0 " + group.id());
    }

    @Test
    void channels() throws Exception {
        Chat channel = telegram.addChannel("News", "news_loopback");
        assertThat(bot.result("sendMessage", "chat_id", "@News_loopback", "text", "hi")
                        .has("from"))
                .isFalse();
        telegram.promotes(channel, "can_delete_messages");
        assertThat(refusal(channel)).isEqualTo("400 Bad Request: need administrator rights in the channel chat");
        JsonNode member = bot.result(
                "getChatMember",
                "chat_id",
                channel.id(),
                "user_id",
                telegram.bot().id());
        assertThat(member.path("status").asText()).isEqualTo("administrator");
        assertThat(member.path("can_post_messages").asBoolean()).isFalse();
    }

    @Test
    void topics() throws Exception {
        Chat forum = telegram.addForum("Harbour");
        long topic = telegram.addTopic(forum, "Tides");
        JsonNode sent = bot.send(forum, "hi", "message_thread_id", topic).path("result");
        assertThat(sent.path("is_topic_message").asBoolean()).isTrue();
        assertThat(bot.send(forum, "hi").path("result").has("message_thread_id"))
                .isFalse();
        String notFound = "400 Bad Request: message thread not found";
        assertThat(refusal(forum, "message_thread_id", 1)).isEqualTo(notFound);
        assertThat(refusal(forum, "message_thread_id", 99)).isEqualTo(notFound);
        telegram.closeTopic(forum, topic);
        assertThat(refusal(forum, "message_thread_id", topic)).isEqualTo("400 Bad Request: TOPIC_CLOSED");
        assertThat(refusal(telegram.addSupergroup("Pier", null), "message_thread_id", 99))
                .isEmpty();
        assertThat(telegram.ledger().accepted().get(0).topic()).hasValue(topic);
    }

    /** Empty if the message was made. */
    private String refusal(Chat chat, Object... more) throws Exception {
        JsonNode answer = bot.send(chat, "hi", more);
        return answer.path("ok").asBoolean()
                ? ""
                : answer.path("error_code").asText() + " "
                        + answer.path("description").asText();
    }
}
