package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.fake.FakeGateway.Answer;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the daemon works on a message, its sender sees that the bot is typing. */
class TypingTest {

    private static List<String> typing(FakeDiscord discord) {
        return discord.requests().stream()
                .filter(request -> request.path().endsWith("/typing"))
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    @Test
    void itIsShownWhileTheDaemonWorksAndWhereTheMessageWasWritten(@TempDir Path folder) throws Exception {
        CountDownLatch thought = new CountDownLatch(1);
        try (FakeDiscord discord = FakeDiscord.start();
                FakeGateway gateway = FakeGateway.start();
                ProgramUnderTest program = ProgramUnderTest.in(folder)
                        .discord(discord)
                        .settings("palyra.daemon.endpoint=" + gateway.uri())
                        .start()) {
            Channel channel = discord.channel();
            gateway.answers("discord:channel:" + channel.id(), Answer.after(thought, Answer.text("42")));

            long asked = System.nanoTime();
            discord.userSays(
                    channel, discord.user(), UserMessage.of("what is it?").mentioning(discord.bot()));

            program.within().until(() -> !typing(discord).isEmpty());
            assertThat(typing(discord).get(0)).endsWith("/channels/" + channel.id() + "/typing");
            thought.countDown();
            program.within().until(() -> discord.history(channel).stream()
                    .anyMatch(message -> message.content().equals("42")));
            long intervals = (System.nanoTime() - asked) / TypingSign.INTERVAL.toNanos();
            assertThat(typing(discord)).hasSizeBetween(1, 1 + (int) intervals);
        }
    }

    /** Discord was not to be had just then; it has not refused. */
    @Test
    void whatFailsOnceIsShownTheNextTime(@TempDir Path folder) throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        try (FakeDiscord discord = FakeDiscord.start();
                FakeGateway gateway = FakeGateway.start();
                ProgramUnderTest program = ProgramUnderTest.in(folder)
                        .discord(discord)
                        .settings("palyra.daemon.endpoint=" + gateway.uri())
                        .start()) {
            Channel channel = discord.channel();
            gateway.answers(
                    "discord:channel:" + channel.id(),
                    Answer.after(first, Answer.text("1")),
                    Answer.after(second, Answer.text("2")));
            discord.faults().next("POST", "/channels/{channel}/typing", Fault.status(502));

            discord.userSays(channel, discord.user(), UserMessage.of("one").mentioning(discord.bot()));
            program.within().until(() -> typing(discord).size() == 1);
            first.countDown();
            discord.userSays(channel, discord.user(), UserMessage.of("two").mentioning(discord.bot()));

            program.within().until(() -> typing(discord).size() == 2);
            second.countDown();
        }
    }
}
