package io.palyra.connectors.fake.slack;

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
class PlaySlackTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeSlack slack;
    private PlaySlack play;

    @BeforeEach
    void start() throws Exception {
        slack = FakeSlack.start();
        play = new PlaySlack(slack, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws Exception {
        slack.close();
    }

    @Test
    void saysLinesWhereTheyBelong() throws Exception {
        play.readFrom(new BufferedReader(new StringReader("hello\n\n/dm psst\n/thread details\n")));
        List<Message> said = slack.history(slack.channel());
        assertThat(said).extracting(Message::text).containsExactly("thread", "hello", "details");
        assertThat(said.get(2).threadTs()).hasValue(said.get(0).ts());
        assertThat(slack.history(slack.direct(slack.user())))
                .extracting(Message::text)
                .containsExactly("psst");
    }

    @Test
    void printsWhatTheBotPosts() throws Exception {
        try (SlackBot bot = new SlackBot(slack)) {
            String thread = slack.history(slack.channel()).get(0).ts();
            bot.post(slack.channel(), "here");
            bot.post(slack.channel(), "below", "thread_ts", thread);
            bot.post(slack.direct(slack.user()), "between us");
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("< here", "< /thread below", "< /dm between us");
    }
}
