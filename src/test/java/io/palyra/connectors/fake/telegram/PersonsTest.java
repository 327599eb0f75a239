package io.palyra.connectors.fake.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What persons do, and what of it the bot is told. */
class PersonsTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FakeTelegram telegram;
    private TelegramBot bot;
    private Person ada;
    private Chat group;

    @BeforeEach
    void start() throws Exception {
        telegram =
                FakeTelegram.start(FakeTelegramOptions.defaults().clock(clock).repeats(Duration.ZERO, Duration.ZERO));
        bot = new TelegramBot(telegram);
        ada = telegram.person();
        group = telegram.group();
    }

    @AfterEach
    void stop() throws Exception {
        telegram.close();
    }

    @Test
    void inPrivacyModeOnlyWhatIsMeantForTheBotIsTold() throws Exception {
        String name = "@" + telegram.bot().username();
        bot.send(group, "anybody?");
        Message own = telegram.history(group).get(0);
        telegram.says(group, ada, "among us");
        telegram.says(group, ada, "/start");
        telegram.says(group, ada, "/start" + name);
        telegram.says(group, ada, "/start@another_bot");
        telegram.says(group, ada, "well, " + name + "?");
        telegram.says(group, ada, Words.of("yes").replyTo(own));
        telegram.says(group, ada, Words.of("you!").naming("you", telegram.bot()));
        telegram.says(group, telegram.addBot("other_bot"), "/start");
        telegram.says(group, ada, Words.left(ada));
        assertThat(texts()).containsExactly("/start", "/start" + name, "well, " + name + "?", "yes", "you!", "");
        telegram.privacy(false);
        telegram.says(group, ada, "/start@another_bot");
        telegram.privacy(true);
        telegram.promotes(group);
        telegram.says(group, ada, "among us");
        assertThat(texts()).endsWith("/start@another_bot", "among us");
    }

    @Test
    void anonymousAdministratorsAndChannelsStandForThemselves() throws Exception {
        telegram.saysAnonymously(group, Words.of("/start"));
        telegram.posts(telegram.addChannel("News", null), "news");
        JsonNode anonymous = bot.poll(0, 0).get(0).path("message");
        assertThat(anonymous.path("from").path("id").asLong()).isEqualTo(1_087_968_824);
        assertThat(anonymous.path("sender_chat").path("id").asLong()).isEqualTo(group.id());
        JsonNode post = bot.poll(0, 0).get(1).path("channel_post");
        assertThat(post.has("from")).isFalse();
        assertThat(post.path("sender_chat").path("type").asText()).isEqualTo("channel");
    }

    @Test
    void topicsAndChainsOfRepliesBothHaveThreads() throws Exception {
        telegram.privacy(false);
        Chat forum = telegram.addForum("Harbour");
        long topic = telegram.addTopic(forum, "Tides");
        telegram.says(forum, ada, Words.of("in the topic").in(topic));
        Message general = telegram.says(forum, ada, "general");
        telegram.says(forum, ada, Words.of("a reply").replyTo(general));
        List<JsonNode> updates = bot.poll(0, 0);
        JsonNode inTopic = updates.get(0).path("message");
        assertThat(inTopic.path("message_thread_id").asLong()).isEqualTo(topic);
        assertThat(inTopic.path("is_topic_message").asBoolean()).isTrue();
        assertThat(inTopic.path("reply_to_message").has("forum_topic_created")).isTrue();
        assertThat(updates.get(1).path("message").has("message_thread_id")).isFalse();
        assertThat(updates.get(2).path("message").path("message_thread_id").asLong())
                .isEqualTo(general.id());
        assertThat(updates.get(2).path("message").has("is_topic_message")).isFalse();
    }

    @Test
    void mediaComesWithCaptionsAndIds() throws Exception {
        Chat chat = telegram.chat();
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        telegram.sendsAlbum(
                chat, ada, Words.of("all").photo(content), Words.of("").photo(content));
        telegram.says(chat, ada, Words.of("").document("huge.zip", 21L << 20));
        telegram.says(chat, ada, Words.sticker("\ud83d\udc4d"));
        telegram.says(chat, ada, Words.of("see here").link("here", "https://example.org/"));
        List<JsonNode> updates = bot.poll(0, 0);
        JsonNode photo = updates.get(0).path("message");
        assertThat(photo.path("caption").asText()).isEqualTo("all");
        assertThat(photo.path("media_group_id"))
                .isEqualTo(updates.get(1).path("message").path("media_group_id"));
        JsonNode file = bot.result(
                "getFile",
                "file_id",
                photo.path("photo").path(1).path("file_id").asText());
        assertThat(bot.get("/file/bot" + telegram.token() + "/"
                                + file.path("file_path").asText())
                        .body())
                .isEqualTo("content");
        assertThat(bot.refusal(
                        "getFile",
                        "file_id",
                        updates.get(2)
                                .path("message")
                                .path("document")
                                .path("file_id")
                                .asText()))
                .isEqualTo("400 Bad Request: file is too big");
        assertThat(updates.get(3).path("message").path("sticker").path("emoji").asText())
                .isEqualTo("\ud83d\udc4d");
        assertThat(updates.get(4)
                        .path("message")
                        .path("entities")
                        .path(0)
                        .path("url")
                        .asText())
                .isEqualTo("https://example.org/");
    }

    @Test
    void editsMembershipAndButtonsAreUpdatesOfTheirOwn() throws Exception {
        Message said = telegram.says(telegram.chat(), ada, "helo");
        telegram.edits(said, Words.of("hello"));
        telegram.kicks(group);
        Message gone = telegram.says(telegram.chat(), ada, "gone");
        telegram.deletes(gone);
        String query = telegram.presses(gone, ada, "data");
        List<JsonNode> updates = bot.poll(0, 0);
        assertThat(updates.get(1).path("edited_message").path("text").asText()).isEqualTo("hello");
        JsonNode change = updates.get(2).path("my_chat_member");
        assertThat(change.path("old_chat_member").path("status").asText()).isEqualTo("member");
        assertThat(change.path("new_chat_member").path("status").asText()).isEqualTo("kicked");
        assertThat(updates.get(4)
                        .path("callback_query")
                        .path("message")
                        .path("date")
                        .asInt(-1))
                .isZero();
        bot.result("answerCallbackQuery", "callback_query_id", query);
        assertThat(telegram.answeredCallbacks()).containsExactly(query);
        clock.advance(Duration.ofSeconds(151));
        assertThat(bot.refusal("answerCallbackQuery", "callback_query_id", query))
                .startsWith("400 Bad Request: query is too old");
        assertThat(bot.poll(0, 0)).hasSize(4);
    }

    private List<String> texts() throws Exception {
        return bot.poll(0, 0).stream()
                .filter(update -> update.has("message"))
                .map(update -> update.path("message").path("text").asText())
                .toList();
    }
}
