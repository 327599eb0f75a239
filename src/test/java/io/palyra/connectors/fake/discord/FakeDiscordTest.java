package io.palyra.connectors.fake.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loopback Discord as the real JDA sees it. */
class FakeDiscordTest {

    private FakeDiscord discord;
    private JdaBot bot;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        bot = new JdaBot(discord).connected();
    }

    @AfterEach
    void stop() throws Exception {
        bot.close();
        discord.close();
    }

    @Test
    void showsTheGuildAndItsChannel() {
        assertThat(bot.jda().getSelfUser().getName()).isEqualTo(discord.bot().name());
        assertThat(bot.jda().getTextChannelById(discord.channel().id()).canTalk())
                .isTrue();
    }

    @Test
    void tellsWhatAUserSays() {
        discord.userSays(discord.channel(), discord.user(), "hello");
        await().untilAsserted(() -> assertThat(bot.heard()).containsExactly("hello"));
    }

    @Test
    void postsOnceForANonce() {
        String first = bot.post(discord.channel(), "hello", "n1").join().getString("id");
        String second = bot.post(discord.channel(), "hello", "n1").join().getString("id");
        assertThat(second).isEqualTo(first);
        assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
        assertThat(discord.ledger().repeatedNonces()).containsExactly("n1");
    }
}
