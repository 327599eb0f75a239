package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.palyra.connectors.fake.ShiftedClock;
import io.palyra.connectors.fake.discord.AnsweringBot;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.test.HttpStandIn;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that no person wrote: left out unless they speak to the bot, and put off where two bots do not stop. */
class OtherBotsTest {

    private static final int LIMIT = 5;

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private HttpDaemon daemon;
    private Channel channel;
    private User other;
    private final ShiftedClock clock = new ShiftedClock();

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        daemon = HttpDaemon.start();
        channel = discord.channel();
        other = discord.addBot("other");
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
        discord.close();
    }

    private ProgramUnderTest program(String... options) throws Exception {
        return ProgramUnderTest.in(folder)
                .discord(discord)
                .clock(clock)
                .settings(options)
                .start();
    }

    private List<InboundMessageEvent> asked() {
        return daemon.questions().stream().map(HttpStandIn.Request::event).toList();
    }

    @Test
    void botsAndWebhooksAreLeftOutUnlessTheySpeakToUs() throws Exception {
        try (ProgramUnderTest program = program("palyra.daemon.endpoint=" + daemon.uri())) {
            discord.userSays(channel, other, "among ourselves");
            discord.userSays(channel, other, UserMessage.of("from a hook").fromWebhook("55"));
            discord.userSays(channel, other, UserMessage.of("hello you").mentioning(discord.bot()));
            discord.userSays(channel, other, "`<@" + discord.bot().id() + ">` would be the mention");
            discord.userSays(channel, other, "<@!" + discord.bot().id() + "> and no ping");
            discord.userSays(channel, discord.user(), "I am a person");
            program.within().until(() -> asked().size() >= 3);
            Message ours = program.within()
                    .until(
                            () -> discord.history(channel).stream()
                                    .filter(message -> message.author().equals(discord.bot()))
                                    .findFirst()
                                    .orElse(null),
                            message -> message != null);
            Message reply =
                    discord.userSays(channel, other, UserMessage.of("as I said").inReplyTo(ours));
            Message last = discord.userSays(channel, other, "to myself");

            program.within().untilAsserted(() -> assertThat(
                            Snowflake.compare(program.cursor("channel:" + channel.id()), last.id()))
                    .isNotNegative());
            program.within().until(() -> asked().size() >= 4);
            assertThat(asked())
                    .extracting(InboundMessageEvent::body, InboundMessageEvent::senderIsBot)
                    .containsExactly(
                            tuple("hello you", true),
                            tuple("<@!" + discord.bot().id() + "> and no ping", true),
                            tuple("I am a person", false),
                            tuple("as I said", true));
            assertThat(asked().get(3).inReplyToMessageId().value()).isEqualTo(ours.id());
            assertThat(reply.id()).isNotEqualTo(last.id());
            assertThat(program.runtimeOf("bots")).containsEntry("left_out", 4L).containsEntry("other_bots", "mention");
            assertThat(((Map<?, ?>) program.runtimeOf("inbound").get("left_out")).get("other_bot"))
                    .isEqualTo(4L);
        }
    }

    @Test
    void twoBotsThatAnswerEachOtherArePutOffAndAPersonIsAnsweredAtOnce() throws Exception {
        try (ProgramUnderTest program = program(
                        LoopbackDiscord.option("other-bots") + "=all",
                        LoopbackDiscord.option("bot-loop-limit") + "=" + LIMIT);
                AnsweringBot bot = discord.answers(channel, other, message -> message)) {
            discord.userSays(channel, other, "shall we?");
            program.within().until(() -> program.events("inbound.put_off").size() == 1);
            // The first message is no round yet; of those that follow ours, the limit passes and one more waits
            assertThat(program.events("inbound.received")).hasSize(LIMIT + 2);
            program.within().until(() -> discord.ledger().accepted(channel.id()).size() == LIMIT + 1);

            discord.userSays(channel, discord.user(), "please stop");
            program.within().until(() -> discord.ledger().texts(channel.id()).contains("echo: please stop"));

            // The bot has answered that too, and waits behind what was put off before
            program.within().until(() -> program.events("inbound.put_off").size() == 2);
            assertThat(discord.ledger().accepted(channel.id())).hasSize(LIMIT + 2);
            BlockedLanes blocked = program.blocked();
            assertThat(blocked.oldest().why()).isEqualTo(BlockedLanes.Why.PUT_OFF);
            assertThat(blocked.oldest().conversationId().value()).isEqualTo("discord:channel:" + channel.id());
            assertThat(program.runtimeOf("bots").get("braked")).asList().hasSize(1);
            assertThat(bot.answered()).isEqualTo(LIMIT + 2);

            // Each passes at its own time, and the answer to it waits longer
            clock.advance(Duration.ofSeconds(61));
            program.within().until(() -> program.events("inbound.put_off").size() == 3);
            assertThat(discord.ledger().accepted(channel.id())).hasSize(LIMIT + 3);
            assertThat(program.events("inbound.received")).hasSize(LIMIT + 5);
        }
    }

    /** What a step makes of the exchange is not for it to decide whether two bots talk without end. */
    @Test
    void aStepThatRemovesPropertiesDoesNotHaveThemTalkOn() throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                        .discord(discord)
                        .clock(clock)
                        .routes(RoutesUnderTest.copy(folder)
                                .edit(
                                        "inbound.camel.yaml",
                                        "      steps:\n",
                                        "      steps:\n        - removeProperties: {pattern: '*'}\n"))
                        .settings(
                                LoopbackDiscord.option("other-bots") + "=all",
                                LoopbackDiscord.option("bot-loop-limit") + "=" + LIMIT)
                        .start();
                AnsweringBot bot = discord.answers(channel, other, message -> message)) {
            discord.userSays(channel, other, "shall we?");

            program.within().until(() -> !program.events("inbound.put_off").isEmpty());
            assertThat(bot.answered()).isLessThanOrEqualTo(LIMIT + 1);
        }
    }

    @Test
    void whatIsPutOffIsStillPutOffAfterARestart() throws Exception {
        try (AnsweringBot bot = discord.answers(channel, other, message -> message)) {
            try (ProgramUnderTest program = program(
                    LoopbackDiscord.option("other-bots") + "=all",
                    LoopbackDiscord.option("bot-loop-limit") + "=" + LIMIT)) {
                discord.userSays(channel, other, "shall we?");
                program.within().until(() -> program.events("inbound.put_off").size() == 1);
                program.stop();
                program.startAgain();
                program.awaitConnected();
                discord.userSays(channel, discord.user(), "are you there?");
                program.within()
                        .until(() -> discord.ledger().texts(channel.id()).contains("echo: are you there?"));
                assertThat(program.blocked().oldest().why()).isEqualTo(BlockedLanes.Why.PUT_OFF);
                assertThat(bot.answered()).isGreaterThan(LIMIT);
            }
        }
    }
}
