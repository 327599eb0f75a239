package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages in the real program where somebody else answers for Discord, or Discord refuses a part of one. */
class BadAnswersTest {

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

    private static void awaitMisconfigured(ProgramUnderTest program) {
        program.within()
                .untilAsserted(() -> assertThat(program.status().readiness()).isEqualTo(Readiness.MISCONFIGURED));
    }

    @Test
    void aPageOfAProxyCostsNoMessageAndIsNamed() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            String page = "<html><title>Blocked</title>" + discord.token() + "</html>";
            discord.faults().always("POST", FakeDiscord.MESSAGES, Fault.status(403, "text/html", page));
            List<String> messages = List.of("m1", "m2", "m3");
            for (String message : messages) {
                Channel channel = discord.addChannel(discord.guild(), message);
                program.enqueue(message, channel.id(), "hello");
            }
            awaitMisconfigured(program);
            assertThat(program.status().lastError())
                    .contains("403 text/html", "<title>Blocked</title>", "rest-url")
                    .doesNotContain(discord.token());
            for (String message : messages) {
                assertThat(program.outbox(message).state()).isEqualTo(OutboxState.PENDING);
                assertThat(program.outbox(message).attempts()).isZero();
            }
            assertThat(program.events("outbox.dead_letter")).isEmpty();

            discord.faults().clear();
            assertThat(program.supervision()
                            .calls()
                            .checkHealth(LoopbackDiscord.OPS, null)
                            .readiness())
                    .isEqualTo(Readiness.READY);
            messages.forEach(program::awaitDelivered);
        }
    }

    /** The page is gone; the first probe would go after 30 s, and a read shows it before. */
    @Test
    void aReadThatDiscordAnswersHasMessagesGoOn() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.faults().always("POST", FakeDiscord.MESSAGES, Fault.status(403));
            program.enqueue("m1", discord.channel().id(), "hello");
            awaitMisconfigured(program);
            discord.faults().clear();

            program.supervision()
                    .calls()
                    .operate(
                            LoopbackDiscord.OPS,
                            MessageOperation.READ,
                            WireFormat.read(
                                    "{\"conversation_id\":\""
                                            + discord.channel().id() + "\",\"limit\":1}",
                                    ReadRequest.class));

            program.awaitDelivered("m1");
            assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        }
    }

    /** Each start of a program that is killed right after it would cost one of the day's sessions. */
    @Test
    void whatThePreviousProgramLeftOfItsSessionIsWaitedFor() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            program.supervisor().setEnabled(LoopbackDiscord.OPS, false);
            CursorStore cursors = program.supervision().host().cursors(LoopbackDiscord.OPS);
            cursors.move(
                    "last-session", "5 " + program.supervision().host().clock().millis());
            program.stop();
            program.startAgain();
            program.supervisor().setEnabled(LoopbackDiscord.OPS, true);

            program.within().untilAsserted(() -> assertThat(program.runtimeOf("session"))
                    .containsEntry("short_lived_in_a_row", 6)
                    .containsKeys("next_start_unix_ms", "waits_because"));
            assertThat(discord.gateway().identifies()).isEqualTo(1);
        }
    }

    @Test
    void aPortalBeforeTheLoginIsNamed() throws Exception {
        discord.faults().next("GET", "/users/@me", Fault.status(200, "text/html", "<h1>Sign in to the Wi-Fi</h1>"));
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).startAnyway()) {
            awaitMisconfigured(program);
            assertThat(program.status().lastError()).contains("200 text/html", "Sign in to the Wi-Fi");
            program.supervisor().setEnabled(LoopbackDiscord.OPS, true);
            program.awaitConnected();
        }
    }

    @Test
    void anAnswerThatMayNotNameWhatItAnswersIsDeliveredInItsFirstAttempt() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            Message pinned = discord.userSays(
                    discord.channel(),
                    discord.user(),
                    UserMessage.of("pinned a message").type(6));
            program.enqueue(OpenSession.message(
                    "m1",
                    discord.channel().id(),
                    "hello",
                    builder -> builder.inReplyToMessageId(new MessageId(pinned.id()))));
            program.awaitDelivered("m1");
            assertThat(program.outbox("m1").attempts()).isEqualTo(1);
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
        }
    }

    @Test
    void withoutAGatewayALookUpIsMadeAllTheSame() throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("resend-window") + "=1ms")
                .start()) {
            discord.gateway().shut();
            await().untilAsserted(() -> assertThat(program.runtimeOf("session")).containsEntry("connected", false));
            discord.faults()
                    .next("GET", FakeDiscord.MESSAGES, Fault.status(403))
                    .nextPost(Fault.resetAfterAccepting());
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitDelivered("m1");
            assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
            assertThat(discord.ledger().repeatedNonces()).isEmpty();
        }
    }

    @Test
    void sessionsThatAreHeldBackAreSaidAndTheStartDoesNotFail() throws Exception {
        String none = """
                {"url": "wss://gateway.discord.gg", "shards": 1, "session_start_limit":
                {"total": 1000, "remaining": 12, "reset_after": 3600000, "max_concurrency": 1}}""";
        discord.faults().always("GET", "/gateway/bot", Fault.status(200, "application/json", none));
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).startAnyway()) {
            program.within().untilAsserted(() -> assertThat(program.runtimeOf("session"))
                    .containsEntry("starts_left_today", 12)
                    .containsKeys("starts_reset_unix_ms", "next_start_unix_ms", "waits_because"));
            assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
            assertThat(program.status().lastError()).contains("12 are left");
            assertThat(program.supervision()
                            .calls()
                            .checkHealth(LoopbackDiscord.OPS, null)
                            .checks())
                    .filteredOn(check -> check.name().equals("gateway"))
                    .singleElement()
                    .extracting(HealthReport.Check::message)
                    .asString()
                    .contains("12 are left");
            program.enqueue("m1", discord.channel().id(), "hello");
            program.awaitDelivered("m1");
            assertThat(discord.gateway().identifies()).isZero();
        }
    }
}
