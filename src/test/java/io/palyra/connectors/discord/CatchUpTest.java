package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is missed: what the gateway did not tell is read from history, in order, before what comes live. */
class CatchUpTest {

    /** A connection that is lost again while the machine is busy is made after longer and longer waits. */
    private static final Duration RECONNECT_PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        program = ProgramUnderTest.in(folder)
                .discord(discord)
                .patience(RECONNECT_PATIENCE)
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
    }

    private void awaitAnswers(Channel channel, String... texts) {
        program.awaitAnswers(channel.id(), List.of(texts));
    }

    private void unheard(Channel channel, String text) {
        discord.userSaysUnheard(channel, discord.user(), UserMessage.of(text));
    }

    @Test
    void readsWhatWasMissedWhileTheProgramWasDown() throws Exception {
        discord.userSays(discord.channel(), discord.user(), "one");
        awaitAnswers(discord.channel(), "one");
        Channel direct = discord.direct(discord.user());
        discord.userSays(direct, discord.user(), "direct one");
        awaitAnswers(direct, "direct one");
        program.stop();
        unheard(discord.channel(), "two");
        unheard(discord.channel(), "three");
        unheard(direct, "direct two");
        program.startAgain();
        program.awaitConnected();
        discord.userSays(discord.channel(), discord.user(), "four");
        awaitAnswers(discord.channel(), "one", "two", "three", "four");
        awaitAnswers(direct, "direct one", "direct two");
    }

    @Test
    void readsAChannelWithoutACursorFromTheFirstConnectionOn() throws Exception {
        unheard(discord.channel(), "between");
        program.stop();
        unheard(discord.channel(), "down");
        program.startAgain();
        awaitAnswers(discord.channel(), "between", "down");
    }

    @Test
    void whatWasBeforeTheFirstConnectionIsNotRead() throws Exception {
        try (FakeDiscord older = FakeDiscord.start()) {
            older.userSaysUnheard(older.channel(), older.user(), UserMessage.of("long ago"));
            Files.createDirectories(folder.resolve("new"));
            try (ProgramUnderTest fresh =
                    ProgramUnderTest.in(folder.resolve("new")).discord(older).start()) {
                older.userSays(older.channel(), older.user(), "now");
                await().until(() -> !older.ledger().accepted().isEmpty());
                assertThat(fresh.events("inbound.received")).hasSize(1);
                fresh.stop();
                fresh.startAgain();
                fresh.awaitConnected();
                older.userSays(older.channel(), older.user(), "later");
                await().until(() -> older.ledger().accepted().size() == 2);
                assertThat(fresh.events("inbound.received")).hasSize(2);
            }
        }
    }

    @Test
    void readsPageAfterPage() throws Exception {
        program.stop();
        String[] texts = IntStream.range(0, 230).mapToObj(n -> "m" + n).toArray(String[]::new);
        for (String text : texts) {
            unheard(discord.channel(), text);
        }
        program.startAgain();
        awaitAnswers(discord.channel(), texts);
    }

    /** Discord has told of threads with messages that they have none. */
    @Test
    void readsAThreadThatWasMadeMeanwhileAlsoWhereNothingIsToldOfItsMessages() throws Exception {
        program.stop();
        Channel thread = discord.addThread(discord.channel(), "new");
        unheard(thread, "first");
        discord.guildsSay(guild -> guild.path("threads")
                .forEach(it -> ((ObjectNode) it).putNull("last_message_id").put("message_count", 0)));
        program.startAgain();
        awaitAnswers(thread, "first");
    }

    /** What the bot itself says while it hears nothing is newer than what it has missed. */
    @Test
    void whatTheBotSaysInAnOutageDoesNotHideWhatItMissed() {
        discord.userSays(discord.channel(), discord.user(), "one");
        awaitAnswers(discord.channel(), "one");
        discord.gateway().refuseNextResume();
        unheard(discord.channel(), "two");
        discord.gateway().dropLinks();
        program.enqueue("ours", discord.channel().id(), "ours");
        program.awaitTaken(discord.channel().id(), "echo: one", "ours", "echo: two");
    }

    @Test
    void aMessageIsAnsweredOnceHoweverManySessionsReadItAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            unheard(discord.channel(), "missed " + i);
            program.stop();
            program.startAgain();
            program.awaitConnected();
        }
        discord.userSays(discord.channel(), discord.user(), "last");
        awaitAnswers(discord.channel(), "missed 0", "missed 1", "missed 2", "last");
    }

    @Test
    void aRecreatedSessionReadsWhatItMissed() {
        discord.userSays(discord.channel(), discord.user(), "one");
        awaitAnswers(discord.channel(), "one");
        discord.gateway().refuseNextResume();
        unheard(discord.channel(), "two");
        discord.gateway().dropLinks();
        program.within()
                .untilAsserted(() -> assertThat(program.runtimeOf("session")).containsEntry("sessions_recreated", 1));
        discord.userSays(discord.channel(), discord.user(), "three");
        awaitAnswers(discord.channel(), "one", "two", "three");
    }

    /** A gateway that drops each link on which the session is to be resumed, or puts it off each time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionThatIsNotResumedIsGivenUpForANewOneThatReadsWhatItMissed(boolean saysSo) {
        discord.userSays(discord.channel(), discord.user(), "one");
        awaitAnswers(discord.channel(), "one");
        if (saysSo) {
            discord.gateway().putOffResumes();
        } else {
            discord.gateway().closeLinksThatResume();
        }
        discord.gateway().dropLinks();
        unheard(discord.channel(), "two");
        awaitAnswers(discord.channel(), "one", "two");
        assertThat(discord.gateway().identifies()).isEqualTo(2);
        assertThat(discord.gateway().resumes()).isBetween(4L, 6L);
    }

    @Test
    void aResumedSessionMissesNothing() {
        discord.gateway().dropLinks();
        discord.userSays(discord.channel(), discord.user(), "while away");
        awaitAnswers(discord.channel(), "while away");
        assertThat(discord.gateway().resumes()).isEqualTo(1);
    }

    @Test
    void liveMessagesWaitForHistory() throws Exception {
        discord.userSays(discord.channel(), discord.user(), "one");
        awaitAnswers(discord.channel(), "one");
        program.stop();
        unheard(discord.channel(), "two");
        CountDownLatch released = new CountDownLatch(1);
        discord.faults().next("GET", FakeDiscord.MESSAGES, Fault.heldUntil(released));
        program.startAgain();
        program.awaitConnected();
        discord.userSays(discord.channel(), discord.user(), "three");
        Channel other = discord.addChannel(discord.guild(), "other");
        discord.userSays(other, discord.user(), "elsewhere");
        awaitAnswers(other, "elsewhere");
        awaitAnswers(discord.channel(), "one");
        released.countDown();
        awaitAnswers(discord.channel(), "one", "two", "three");
    }

    @Test
    void aFailingHistoryIsReadAgain() throws Exception {
        program.stop();
        unheard(discord.channel(), "one");
        discord.faults().times(2, "GET", FakeDiscord.MESSAGES, Fault.status(503));
        program.startAgain();
        awaitAnswers(discord.channel(), "one");
        List<LoggedEvent> duplicates = program.events("inbound.duplicate");
        assertThat(duplicates).isEmpty();
    }

    /** The broken ones have newer messages, so that they are read first, and again before the one that works. */
    @Test
    void channelsThatAlwaysFailDoNotHoldUpOneThatWorks() throws Exception {
        List<Channel> broken = IntStream.range(0, 24)
                .mapToObj(n -> discord.addChannel(discord.guild(), "broken-" + n))
                .toList();
        program.stop();
        unheard(discord.channel(), "works");
        for (Channel channel : broken) {
            unheard(channel, "lost");
            discord.faults().always("GET", "/channels/" + channel.id() + "/messages", Fault.status(500));
        }
        program.startAgain();
        awaitAnswers(discord.channel(), "works");
        await().until(() -> (Integer) program.runtimeOf("inbound").get("channels_failing") > 0);
        discord.faults().clear();
        broken.forEach(channel -> awaitAnswers(channel, "lost"));
    }

    @Test
    void aGuildThatComesBackShowsWhatItSaidMeanwhile() {
        Channel quiet = discord.addChannel(discord.guild(), "quiet");
        discord.userSays(discord.channel(), discord.user(), "one");
        awaitAnswers(discord.channel(), "one");
        discord.guildFails(discord.guild());
        unheard(discord.channel(), "two");
        unheard(quiet, "hello");
        discord.guildComesBack(discord.guild());
        discord.userSays(discord.channel(), discord.user(), "three");
        awaitAnswers(discord.channel(), "one", "two", "three");
        awaitAnswers(quiet, "hello");
        assertThat(discord.gateway().identifies()).as("the session is the same").isEqualTo(1);
    }

    @Test
    void readsWhatDiscordHadNotYetShownWhenTheProgramEnded() throws Exception {
        discord.userSaysUnheard(discord.channel(), discord.user(), UserMessage.of("shown late"));
        discord.userSays(discord.channel(), discord.user(), "shown first");
        awaitAnswers(discord.channel(), "shown first");
        program.stop();
        program.startAgain();
        awaitAnswers(discord.channel(), "shown first", "shown late");
    }

    @Test
    void whatDiscordShowsLateAfterAllIsOneMessage() throws Exception {
        Message late = discord.userSaysUnheard(discord.channel(), discord.user(), UserMessage.of("shown late"));
        discord.userSays(discord.channel(), discord.user(), "shown first");
        awaitAnswers(discord.channel(), "shown first");
        program.stop();
        program.startAgain();
        awaitAnswers(discord.channel(), "shown first", "shown late");
        discord.dispatchAgain(late);
        discord.userSays(discord.channel(), discord.user(), "after");
        awaitAnswers(discord.channel(), "shown first", "shown late", "after");
    }
}
