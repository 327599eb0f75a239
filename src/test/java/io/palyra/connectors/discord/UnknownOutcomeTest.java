package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Fault;
import io.palyra.connectors.fake.discord.Overwrite;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that Discord may or may not have is posted once all the same. */
class UnknownOutcomeTest {

    private static final long READ_MESSAGE_HISTORY = 1L << 16;

    @TempDir
    private Path folder;

    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    @Test
    void insideTheWindowTheSameNonceIsSentAgain() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.faults().nextPost(Fault.resetAfterAccepting());
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitDelivered("m1");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
            assertThat(discord.ledger().repeatedNonces()).hasSize(1);
        }
    }

    @Test
    void afterTheWindowItIsFoundInTheHistory() throws Exception {
        discord.nonceWindow(Duration.ZERO);
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("resend-window") + "=1ms")
                .start()) {
            discord.faults().nextPost(Fault.brokenBodyAfterAccepting());
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitDelivered("m1");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
            assertThat(program.outbox("m1").nativeMessageId().value())
                    .isEqualTo(discord.ledger().accepted().get(0).id());
        }
    }

    @Test
    void afterTheWindowItIsSentWhereTheHistoryDoesNotHaveIt() throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("resend-window") + "=1ms")
                .start()) {
            discord.faults().nextPost(Fault.resetBeforeAccepting());
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitDelivered("m1");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
        }
    }

    @Test
    void withoutAHistoryItStaysUnknown() throws Exception {
        discord.overwrite(discord.channel(), Overwrite.ofRole(discord.guild().id(), 0, READ_MESSAGE_HISTORY));
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("resend-window") + "=1ms")
                .start()) {
            discord.faults().nextPost(Fault.resetAfterAccepting());
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitState("m1", OutboxState.UNKNOWN);
            await().untilAsserted(() -> assertThat(program.events("outbox.unknown"))
                    .anySatisfy(
                            event -> assertThat(event.message()).contains("missing permission: Read Message History")));
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
        }
    }

    @Test
    void aProxyThatFailsAfterDiscordHasPostedIsOneMessage() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.faults().nextPost(Fault.statusAfterAccepting(502));
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitDelivered("m1");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
        }
    }

    @Test
    void afterTheWindowWhatAProxyFailedAfterDiscordHadPostedIsFoundInTheHistory() throws Exception {
        discord.nonceWindow(Duration.ZERO);
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("resend-window") + "=1ms")
                .start()) {
            discord.faults().nextPost(Fault.statusAfterAccepting(502));
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitDelivered("m1");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
            assertThat(program.events("outbox.retry")).singleElement().satisfies(event -> assertThat(
                            String.valueOf(event.details()))
                    .contains("transient_network"));
        }
    }

    @Test
    void afterTheWindowAFailedPostThatDiscordDoesNotHaveIsSentAgain() throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("resend-window") + "=1ms")
                .start()) {
            discord.faults().nextPost(Fault.status(503));
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitDelivered("m1");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
        }
    }

    @Test
    void aLimitedChannelHoldsBackItselfAlone() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            var other = discord.addChannel(discord.guild(), "other");
            discord.faults()
                    .next(
                            "POST",
                            "/channels/" + discord.channel().id() + "/messages",
                            Fault.rateLimited(Duration.ofSeconds(2), Fault.Scope.USER));
            program.enqueue("a1", discord.channel().id(), "one");
            program.enqueue("a2", discord.channel().id(), "two");
            await().until(() -> !program.events("outbox.retry").isEmpty());
            program.enqueue("b1", other.id(), "elsewhere");
            program.awaitDelivered("b1");
            assertThat(discord.ledger().texts(discord.channel().id())).isEmpty();
            assertThat(program.runtimeOf("rate_limits").get("blocked_routes").toString())
                    .contains("POST /channels/" + discord.channel().id() + "/messages");
            program.awaitDelivered("a2");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("one", "two");
        }
    }

    @Test
    void aMessageOfTheSameTextThatIsKnownToBeAnotherIsNotFoundInItsPlace() throws Exception {
        discord.hideNonces();
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("resend-window") + "=1ms")
                .start()) {
            program.enqueue("m1", discord.channel().id(), "done");
            program.awaitDelivered("m1");
            discord.faults().nextPost(Fault.resetBeforeAccepting());
            program.enqueue("m2", discord.channel().id(), "done");
            program.awaitDelivered("m2");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("done", "done");
            assertThat(program.outbox("m2").nativeMessageId())
                    .isNotEqualTo(program.outbox("m1").nativeMessageId());
        }
    }

    @Test
    void theSecondOfTwoMessagesOfTheSameTextIsFound() throws Exception {
        discord.hideNonces();
        discord.nonceWindow(Duration.ZERO);
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("resend-window") + "=1ms")
                .start()) {
            program.enqueue("m1", discord.channel().id(), "done");
            program.awaitDelivered("m1");
            discord.faults().nextPost(Fault.resetAfterAccepting());
            program.enqueue("m2", discord.channel().id(), "done");
            program.awaitDelivered("m2");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("done", "done");
            assertThat(program.outbox("m2").nativeMessageId().value())
                    .isEqualTo(discord.ledger().accepted().get(1).id());
        }
    }

    @Test
    void whatAModeratorHasDeletedMeanwhileIsNotPostedAgain() throws Exception {
        var other = discord.addChannel(discord.guild(), "other");
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.faults().nextPost(Fault.resetAfterAccepting()).nextPost(Fault.resetAfterAccepting());
            program.enqueue("plain", discord.channel().id(), "hello");
            program.enqueue(OpenSession.message(
                    "reply", other.id(), "hello", builder -> builder.inReplyToMessageId(new MessageId("1"))));
            for (Channel channel : List.of(discord.channel(), other)) {
                await().until(() -> discord.history(channel).size() == 1);
                discord.userDeletes(discord.history(channel).get(0));
            }
            for (String envelope : List.of("plain", "reply")) {
                program.awaitState(envelope, OutboxState.DEAD);
                assertThat(program.outbox(envelope).reason())
                        .contains("posted it before")
                        .contains("deleted since");
            }
            assertThat(discord.ledger().accepted()).hasSize(2);
        }
    }
}
