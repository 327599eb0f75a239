package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an id from the far future silences nothing, wherever it comes from, and the message that has it is one all the same;
 * one from long ago digs up nothing.
 */
class ImpossibleIdTest {

    /** In the year 2084. */
    private static final String FUTURE = "9223372036854775000";

    private static final String OF_2015 = "1";

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        channel = discord.channel();
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    private void says(String text) {
        discord.userSays(channel, discord.user(), text);
    }

    private void unheard(Channel in, String text) {
        discord.userSaysUnheard(in, discord.user(), UserMessage.of(text));
    }

    @Test
    void aMessageThatHasOneIsAnsweredOnceAndThoseBehindItAre() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            says("one");
            discord.userSaysAs(FUTURE, channel, discord.user(), "from the future");
            says("two");
            program.awaitAnswers(channel.id(), List.of("one", "from the future", "two"));
            program.stop();
            unheard(channel, "three");
            program.startAgain();
            program.awaitConnected();
            says("four");
            program.awaitAnswers(channel.id(), List.of("one", "from the future", "two", "three", "four"));
            assertThat((Long) program.runtimeOf("inbound").get("ids_ahead_of_time"))
                    .isPositive();
        }
    }

    /** As the newest message of a channel it would be the beginning of the instance. */
    @Test
    void aChannelThatNamesOneBeginsNoLaterThanOthers() throws Exception {
        Channel other = discord.addChannel(discord.guild(), "other");
        discord.guildsSay(
                guild -> guild.path("channels").forEach(it -> ((ObjectNode) it).put("last_message_id", FUTURE)));
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            // A message that is heard would put the beginning right
            program.awaitThat(() -> assertThat(program.runtimeOf("inbound")).containsEntry("ids_ahead_of_time", 2L));
            program.stop();
            discord.guildsSay(guild -> {});
            unheard(channel, "one");
            unheard(other, "elsewhere");
            program.startAgain();
            program.awaitAnswers(channel.id(), List.of("one"));
            program.awaitAnswers(other.id(), List.of("elsewhere"));
        }
    }

    @Test
    void oneFromLongAgoMakesNothingOldOurs() throws Exception {
        Channel other = discord.addChannel(discord.guild(), "other");
        unheard(channel, "before the first connection");
        unheard(other, "before it, elsewhere");
        discord.gatewayHides(other);
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.userSaysAs(OF_2015, channel, discord.user(), "from long ago");
            await().until(() -> ((Number) program.runtimeOf("inbound").get("messages_live")).intValue()
                            + ((Number) program.runtimeOf("inbound").get("messages_too_late")).intValue()
                    == 1);
            program.stop();
            discord.gatewayHides();
            program.startAgain();
            program.awaitConnected();
            says("one");
            discord.userSays(other, discord.user(), "two");
            program.awaitAnswers(channel.id(), List.of("one"));
            program.awaitAnswers(other.id(), List.of("two"));
        }
    }

    /** Stored by a version that took them for positions. */
    @Test
    void aStoredPositionThatIsOneIsNone() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            says("one");
            program.awaitAnswers(channel.id(), List.of("one"));
            String ofFuture = String.valueOf(Snowflake.unixMs(FUTURE));
            CursorStore cursors = program.supervision().host().cursors(LoopbackDiscord.OPS);
            await("the position behind the answer").until(() -> discord.history(channel).stream()
                    .map(Message::id)
                    .max(Snowflake::compare)
                    .filter(cursors.positions()::containsValue)
                    .isPresent());
            cursors.move("channel:" + channel.id(), FUTURE);
            cursors.move("caught-up", ofFuture);
            await().until(() -> cursors.positions().containsValue(FUTURE));
            program.stop();
            unheard(channel, "two");
            program.startAgain();
            program.awaitConnected();
            says("three");
            program.awaitAnswers(channel.id(), List.of("one", "two", "three"));
        }
    }
}
