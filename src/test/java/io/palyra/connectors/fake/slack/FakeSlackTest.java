package io.palyra.connectors.fake.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loopback Slack as a bot sees it. */
class FakeSlackTest {

    private FakeSlack slack;
    private SlackBot bot;

    @BeforeEach
    void start() throws Exception {
        slack = FakeSlack.start();
        bot = new SlackBot(slack);
    }

    @AfterEach
    void stop() throws Exception {
        bot.close();
        slack.close();
    }

    @Test
    void saysWhoTheBotIs() throws Exception {
        HttpResponse<String> answer = bot.answer(slack.token(), "auth.test");
        assertThat(Json.parse(answer.body()).path("user_id").asText())
                .isEqualTo(slack.bot().id());
        assertThat(answer.headers().firstValue("x-oauth-scopes").orElse("")).contains("chat:write", "users:read");
        assertThat(bot.call("bots.info", "bot", String.valueOf(slack.bot().botId()))
                        .path("bot")
                        .path("app_id")
                        .asText())
                .isEqualTo(slack.appId());
        assertThat(bot.call("users.info", "user", slack.user().id())
                        .path("user")
                        .path("profile")
                        .path("display_name")
                        .asText())
                .isEqualTo("Ada");
    }

    @Test
    void tellsWhatAUserSaysAndWhatTheBotPosts() throws Exception {
        bot.connected();
        slack.says(slack.channel(), slack.user(), "hello");
        bot.post(slack.channel(), "hello yourself");
        await().untilAsserted(() -> assertThat(bot.heard()).containsExactly("hello", "hello yourself"));
        assertThat(bot.events().get(1).path("bot_id").asText())
                .isEqualTo(slack.bot().botId());
        assertThat(bot.events()).noneMatch(event -> event.has("subtype"));
        await().until(() -> slack.socket().acknowledged().size() == 2);
        assertThat(slack.ledger().texts(slack.channel().id())).containsExactly("hello yourself");
    }

    @Test
    void historyHasNoReplies() throws Exception {
        Message parent = slack.says(slack.channel(), slack.user(), "parent");
        slack.says(slack.channel(), slack.user(), Words.of("reply").below(parent));
        Message last = slack.says(
                slack.channel(), slack.user(), Words.of("both").below(parent).alsoToTheChannel());
        JsonNode history =
                bot.call("conversations.history", "channel", slack.channel().id());
        assertThat(history.path("messages").findValuesAsText("text")).containsExactly("both", "parent");
        assertThat(history.path("messages").get(1).path("latest_reply").asText())
                .isEqualTo(last.ts());
        assertThat(bot.call("conversations.replies", "channel", slack.channel().id(), "ts", parent.ts())
                        .path("messages")
                        .findValuesAsText("text"))
                .containsExactly("parent", "reply", "both");
    }
}
