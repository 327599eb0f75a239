package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.FakeDiscordOptions;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: where an instance begins is Discord's time. Method: Discord's clock is right, and so the machine's is wrong. */
class WrongClockTest {

    @TempDir
    private Path folder;

    private static void unheard(FakeDiscord discord, Channel channel, String text) {
        discord.userSaysUnheard(channel, discord.user(), UserMessage.of(text));
    }

    /** The thread's message is older than the instance, and nothing names it before the program is started again. */
    @ParameterizedTest
    @ValueSource(longs = {30 * 24, -1})
    void whatIsOlderThanTheInstanceIsNotAnsweredAndWhatIsNewerIs(long machineIsBehindHours) throws Exception {
        SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofHours(machineIsBehindHours)));
        try (FakeDiscord discord =
                FakeDiscord.start(FakeDiscordOptions.defaults().clock(clock))) {
            Channel old = discord.addChannel(discord.guild(), "old");
            unheard(discord, old, "long ago");
            discord.gatewayHides(old);
            clock.advance(Duration.ofDays(1));
            if (machineIsBehindHours < 0) {
                clock.advance(Duration.ofDays(-1).plusMinutes(5));
            }
            try (ProgramUnderTest program =
                    ProgramUnderTest.in(folder).discord(discord).start()) {
                clock.advance(Duration.ofMinutes(2));
                unheard(discord, discord.channel(), "between");
                program.stop();
                discord.gatewayHides();
                program.startAgain();
                program.awaitConnected();
                program.awaitAnswers(discord.channel().id(), List.of("between"));
                discord.userSays(old, discord.user(), "now");
                program.awaitAnswers(old.id(), List.of("now"));
            }
        }
    }

    /** A proxy in between states its own time, which is that of a wrong clock. */
    @Test
    void aDateThatIsAheadLeavesNothingOutThatIsHeard() throws Exception {
        String ahead = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
        try (FakeDiscord discord = FakeDiscord.start()) {
            discord.faults()
                    .always(
                            "GET",
                            "/gateway/bot",
                            Fault.status(200, "application/json", "{}").with("Date", ahead));
            try (ProgramUnderTest program =
                    ProgramUnderTest.in(folder).discord(discord).start()) {
                discord.userSays(discord.channel(), discord.user(), "one");
                program.awaitAnswers(discord.channel().id(), List.of("one"));
                Channel other = discord.addChannel(discord.guild(), "other");
                program.stop();
                unheard(discord, discord.channel(), "two");
                unheard(discord, other, "elsewhere");
                program.startAgain();
                program.awaitAnswers(discord.channel().id(), List.of("one", "two"));
                program.awaitAnswers(other.id(), List.of("elsewhere"));
            }
        }
    }

    @Test
    void aLookUpLooksWhereTheMessageIsOrSaysThatItDoesNotKnow() throws Exception {
        SettableClock clock = new SettableClock(Instant.now().minus(Duration.ofHours(1)));
        FakeDiscord discord = FakeDiscord.start(FakeDiscordOptions.defaults().clock(clock));
        try (OpenSession open = OpenSession.with(discord)) {
            Instant machineIsAhead = Instant.now();
            assertThat(open.send(OpenSession.message("e1", discord.channel().id(), "hello", request -> request)))
                    .isNotNull();
            DeliveryHistory history = open.history();
            assertThat(history.find(
                            OpenSession.message("e1", discord.channel().id(), "hello", request -> request),
                            machineIsAhead,
                            id -> false))
                    .isInstanceOf(Finding.Found.class);
            assertThat(history.find(
                            OpenSession.message("e2", discord.channel().id(), "other", request -> request),
                            machineIsAhead.plus(Duration.ofHours(1)),
                            id -> false))
                    .as("the clock was an hour further ahead when it was sent")
                    .isInstanceOf(Finding.Undecided.class);
        }
    }
}
