package io.palyra.connectors.fake.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is typed is said where it belongs, and what the bot sends is printed. */
class PlayTelegramTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeTelegram telegram;
    private TelegramBot bot;
    private PlayTelegram play;

    @BeforeEach
    void start() throws Exception {
        telegram = FakeTelegram.start();
        bot = new TelegramBot(telegram);
        play = new PlayTelegram(telegram, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws Exception {
        telegram.close();
    }

    @Test
    void saysLinesWhereTheyBelongAndPrintsWhatTheBotSends() throws Exception {
        play.readFrom(new BufferedReader(new StringReader("hello\n\n/dm psst\n/thread details\n")));
        List<JsonNode> heard =
                bot.poll(0, 0).stream().map(update -> update.path("message")).toList();
        assertThat(heard)
                .extracting(message -> message.path("text").asText())
                .containsExactly("hello", "psst", "details");
        assertThat(heard.get(0).has("message_thread_id")).isFalse();
        assertThat(heard.get(1).path("chat").path("type").asText()).isEqualTo("private");
        assertThat(heard.get(2).path("is_topic_message").asBoolean()).isTrue();
        for (JsonNode message : heard) {
            bot.result(
                    "sendMessage",
                    "chat_id",
                    message.path("chat").path("id").asText(),
                    "message_thread_id",
                    message.path("message_thread_id").asText(),
                    "text",
                    "re: " + message.path("text").asText());
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("< re: hello", "< /dm re: psst", "< /thread re: details");
    }
}
