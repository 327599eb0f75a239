package io.palyra.connectors.fake.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loopback Telegram as a bot sees it. */
class FakeTelegramTest {

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
    void saysWhoTheBotIs() throws Exception {
        JsonNode me = bot.result("getMe");
        assertThat(me.path("id").asLong()).isEqualTo(telegram.bot().id());
        assertThat(me.path("can_read_all_group_messages").asBoolean()).isFalse();
        assertThat(bot.result("GETME")).isEqualTo(me);
        assertThat(Json.parse(bot.get("/bot" + telegram.token() + "/getme?x=1").body())
                        .path("result"))
                .isEqualTo(me);
        assertThat(bot.refusal("getMoney")).isEqualTo("404 Not Found: method not found");
    }

    @Test
    void tokenIsOfTheRightFormKnownAndNotRevoked() throws Exception {
        assertThat(bot.get("/bot123:short/getMe").body())
                .isEqualTo("{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}");
        assertThat(bot.get("/bot7:" + "a".repeat(35) + "/getMe").statusCode()).isEqualTo(401);
        telegram.revoke(true);
        assertThat(bot.refusal("getMe")).isEqualTo("401 Unauthorized");
        telegram.revoke(false);
        assertThat(bot.call("getMe").path("ok").asBoolean()).isTrue();
        String before = telegram.token();
        telegram.token(telegram.bot().id() + ":" + "b".repeat(35));
        assertThat(bot.get("/bot" + before + "/getMe").statusCode()).isEqualTo(401);
        assertThat(bot.call("getMe").path("ok").asBoolean()).isTrue();
    }

    @Test
    void tellsWhatAPersonSaysAndNotWhatTheBotSends() throws Exception {
        telegram.says(telegram.chat(), telegram.person(), "hello");
        JsonNode sent = bot.send(telegram.chat(), "hello yourself").path("result");
        List<JsonNode> updates = bot.poll(0, 0);
        assertThat(updates).hasSize(1);
        JsonNode message = updates.get(0).path("message");
        assertThat(message.path("text").asText()).isEqualTo("hello");
        assertThat(message.path("chat").path("type").asText()).isEqualTo("private");
        assertThat(message.path("from").path("id").asLong()).isGreaterThan(1L << 32);
        assertThat(sent.path("message_id").asLong())
                .isEqualTo(message.path("message_id").asLong() + 1);
        assertThat(telegram.ledger().texts(String.valueOf(telegram.chat().id())))
                .containsExactly("hello yourself");
        assertThat(telegram.calls())
                .contains(
                        new Called("sendmessage", String.valueOf(telegram.chat().id())));
        assertThat(telegram.calls("sendMessage")).isEqualTo(1);
    }

    @Test
    void privateChatsAndGroupsShareACounterOfIds() throws Exception {
        Chat supergroup = telegram.addSupergroup("Pier", "pier");
        bot.send(telegram.chat(), "one");
        bot.send(supergroup, "two");
        bot.send(telegram.group(), "three");
        bot.send(supergroup, "four");
        assertThat(telegram.ledger().accepted()).extracting(Posted::id).containsExactly(1L, 2L, 2L, 3L);
    }

    @Test
    void takesJsonFormsAndParts() throws Exception {
        long id = telegram.chat().id();
        bot.callWithJson("sendMessage", Json.object().put("chat_id", id).put("text", "as a number"));
        bot.callWithJson("sendMessage", Json.object().put("chat_id", "" + id).put("text", "as a string"));
        bot.callWithFiles("sendMessage", Map.of(), "chat_id", id, "text", "in parts");
        bot.get("/bot" + telegram.token() + "/sendMessage?chat_id=" + id + "&text=in+a+query");
        assertThat(telegram.ledger().texts("" + id))
                .containsExactly("as a number", "as a string", "in parts", "in a query");
    }
}
