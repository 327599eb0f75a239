package io.palyra.connectors.discord;

import io.palyra.connectors.fake.ShiftedClock;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.FakeDiscordOptions;
import io.palyra.connectors.fake.discord.Overwrite;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what was said where the bot could not see it is not answered when it gets to see it. Method: people talk in a hidden
 * channel and its threads, which is opened in each way that there is.
 */
class ShownChannelsTest {

    @TempDir
    private Path folder;

    private final ShiftedClock clock = new ShiftedClock();
    private FakeDiscord discord;
    private ProgramUnderTest program;
    private Channel closed;
    private Channel thread;
    private Channel archived;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start(FakeDiscordOptions.defaults().clock(clock));
        program = ProgramUnderTest.in(folder).discord(discord).clock(clock).start();
        pass("hello");
        closed = discord.addChannel(discord.guild(), "closed");
        hide(closed);
        thread = discord.addThread(closed, "thread");
        archived = discord.addThread(closed, "archived");
        // Nothing is read in an instance's first session
        startAgain();
        pass("one");
        List.of(closed, thread, archived).forEach(place -> unheard(place, "among ourselves"));
        discord.archive(archived);
        pass("two");
    }

    /** Discord's time is what its last answer says. */
    private void pass(String text) {
        clock.advance(Duration.ofMinutes(5));
        discord.userSays(discord.channel(), discord.user(), text);
        said.add(text);
        program.awaitAnswers(discord.channel().id(), said);
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
    }

    private void startAgain() throws Exception {
        program.stop();
        program.startAgain();
        program.awaitConnected();
    }

    private void hide(Channel channel) {
        discord.overwrite(channel, Overwrite.ofRole(discord.guild().id(), 0, 1L << 10));
    }

    private void unheard(Channel channel, String text) {
        discord.userSaysUnheard(channel, discord.user(), UserMessage.of(text));
    }

    private void welcomes() {
        for (Channel place : List.of(closed, thread, archived)) {
            discord.userSays(place, discord.user(), "welcome");
            program.awaitAnswers(place.id(), List.of("welcome"));
        }
    }

    @Test
    void itsThreadsBeginWhenItIsShown() {
        discord.overwrite(closed);
        // In the same second, which is as exact as Discord's clock is
        clock.advance(Duration.ofMillis(900));
        unheard(thread, "a moment ago");
        discord.tellThreads(closed);
        welcomes();
    }

    @Test
    void itsThreadsBeginWhenTheyAreToldOfBeforeTheRights() {
        discord.tellThreads(closed);
        discord.overwrite(closed);
        welcomes();
    }

    @Test
    void whatWasSaidBeforeIsNotReadAfterARestartEither() throws Exception {
        discord.overwrite(closed);
        discord.tellThreads(closed);
        pass("heard");
        startAgain();
        clock.advance(Duration.ofMinutes(5));
        List.of(closed, thread).forEach(place -> unheard(place, "are you there?"));
        startAgain();
        program.awaitAnswers(closed.id(), List.of("are you there?"));
        program.awaitAnswers(thread.id(), List.of("are you there?"));
        discord.userSays(archived, discord.user(), "welcome");
        program.awaitAnswers(archived.id(), List.of("welcome"));
    }

    @Test
    void oneThatIsShownWhileTheProgramIsDownBeginsWhenItIsSeen() throws Exception {
        program.stop();
        discord.overwrite(closed);
        program.startAgain();
        program.awaitConnected();
        welcomes();
    }

    /** Nothing was known of it, not even that it was hidden. */
    @Test
    void oneThatWasNotNamedBeforeBeginsWhenItsThreadsAreTold() throws Exception {
        discord.gatewayHides(closed, thread, archived);
        startAgain();
        discord.tellThreads(closed);
        discord.overwrite(closed);
        welcomes();
    }

    /** The bot was in the middle of something there. */
    @Test
    void aThreadThatHasAPositionIsReadFromThere() throws Exception {
        discord.overwrite(closed);
        discord.tellThreads(closed);
        welcomes();
        hide(closed);
        clock.advance(Duration.ofMinutes(5));
        unheard(thread, "where are you?");
        discord.overwrite(closed);
        discord.tellThreads(closed);
        program.awaitAnswers(thread.id(), List.of("welcome", "where are you?"));
    }
}
