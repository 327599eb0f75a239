package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.platform.inbound.HistoryRequests;
import io.palyra.connectors.platform.inbound.UnreadableFeeds;
import java.time.Duration;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.Test;

/** REST gives messages without their guild: what is read must not be taken for said in a direct conversation. */
class HistoryReaderTest {

    @Test
    void whatIsReadSaysItsGuildAsWhatIsHeardDoes() throws Exception {
        try (OpenSession open = OpenSession.start()) {
            FakeDiscord discord = open.discord();
            Rest rest = open.session().rest();
            HistoryReader reader = new HistoryReader(
                    rest,
                    new History(rest),
                    new Channels(rest),
                    new GuildRights(discord.bot().id()),
                    new UnreadableFeeds(System::nanoTime),
                    new HistoryRequests(Duration.ofMillis(1), System::nanoTime));

            assertThat(second(discord, reader, discord.channel()).getString("guild_id", null))
                    .isEqualTo(discord.guild().id());
            assertThat(second(discord, reader, discord.addThread(discord.channel(), "a thread"))
                            .getString("guild_id", null))
                    .isEqualTo(discord.guild().id());
            assertThat(second(discord, reader, discord.direct(discord.user())).hasKey("guild_id"))
                    .isFalse();
        }
    }

    @Test
    void discordIsAskedForHistoryTwentyTimesASecond() {
        assertThat(HistoryReader.INTERVAL).isEqualTo(Duration.ofMillis(50));
    }

    /** Of two that are said there. */
    private static DataObject second(FakeDiscord discord, HistoryReader reader, Channel channel) throws Exception {
        Message first = discord.userSays(channel, discord.user(), "first");
        discord.userSays(channel, discord.user(), "second");
        DataObject read = reader.after(channel.id(), first.id()).get(0);
        assertThat(read.getString("content")).isEqualTo("second");
        return read;
    }
}
