package io.palyra.connectors.fake.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is typed is said where it belongs, and what the bot posts is printed. */
class PlayDiscordTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeDiscord discord;
    private PlayDiscord play;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        play = new PlayDiscord(discord, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    @Test
    void saysLinesWhereTheyBelong() throws Exception {
        play.readFrom(new BufferedReader(new StringReader("hello\n\n/dm psst\n/thread details\n")));
        assertThat(texts(discord.channel())).containsExactly("hello");
        assertThat(texts(discord.direct(discord.user()))).containsExactly("psst");
    }

    @Test
    void helpIsNotSaidToTheBot() throws Exception {
        PrintStream real = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            play.readFrom(new BufferedReader(new StringReader("/help\n")));
        } finally {
            System.setErr(real);
        }

        assertThat(told.toString(StandardCharsets.UTF_8)).contains("/dm LINE or /thread LINE", "Ctrl-D");
        assertThat(texts(discord.channel())).isEmpty();
    }

    @Test
    void printsWhatTheBotPosts() {
        try (JdaBot bot = new JdaBot(discord).connected()) {
            bot.post(discord.channel(), "here", "n1").join();
            bot.post(discord.direct(discord.user()), "between us", "n2").join();
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("< here", "< /dm between us");
    }

    private List<String> texts(Channel channel) {
        return discord.history(channel).stream().map(Message::content).toList();
    }
}
