package io.palyra.connectors.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.crash.ForkedProgram;
import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.FaultyStore;
import io.palyra.connectors.fake.SettableMachine;
import io.palyra.connectors.fake.StoreFault;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramBot;
import io.palyra.connectors.store.DamagedPages;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.store.WatchedStore;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The incidents of the runbook, but for those in {@link WrongSetUpsTest}. */
class RunbookTest extends Paged {

    private static final int TIME_FACTOR = 20;
    private static final int EVER = Integer.MAX_VALUE;

    /** Messages {@code conversation-0} and so on, all in one conversation. */
    private static void flood(ProgramUnderTest program, String conversation, int messages) {
        CompletableFuture.allOf(IntStream.range(0, messages)
                        .mapToObj(n -> program.program()
                                .outbox()
                                .enqueue(program.message(conversation + "-" + n, conversation, "flood")
                                        .build())
                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Tries("The token was revoked")
    @Test
    void theTokenWasRevoked() throws Exception {
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program = paged().discord(discord).start()) {
            discord.revokeToken(true);
            operator(program).given(send("discord:ops", discord.channel().id(), "m-1"));

            operator(program).type(incident().find());

            discord.revokeToken(false);
            operator(program).type(incident().fix());
        }
    }

    @Tries("The platform is down")
    @Test
    void thePlatformIsDown() throws Exception {
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program = paged().discord(discord).start()) {
            discord.faults().always("POST", FakeDiscord.MESSAGES, Fault.status(503));
            operator(program).given(send("discord:ops", discord.channel().id(), "m-1"));

            operator(program).type(incident().find());

            discord.faults().clear();
            operator(program).type(incident().fix());
        }
    }

    @Tries("The daemon is down")
    @Test
    void theDaemonIsDown() throws Exception {
        FastTime time = new FastTime(TIME_FACTOR);
        try (HttpDaemon daemon = HttpDaemon.start();
                ProgramUnderTest program = paged().settings("palyra.daemon.endpoint=" + daemon.uri())
                        .time(time)
                        .start()) {
            daemon.answers("test:conversation", HttpAnswer.status(500, "down"));
            program.receive("in-1", "test:conversation", "hello");

            operator(program).type(incident().find());

            daemon.answers("test:conversation", HttpAnswer.accepted("hello"));
            operator(program).type(incident().fix());
        }
    }

    @Tries("The disk is full")
    @ParameterizedTest
    @EnumSource(names = {"SQLITE_FULL", "POSTGRESQL_DISK_FULL"})
    void theDiskIsFull(StoreFault full) throws Exception {
        on(full.database());
        FaultyStore disk = new FaultyStore();
        try (ProgramUnderTest program = paged().surroundings(
                        real -> real.withStore(new WatchedStore(disk, new StatementWatch() {})))
                .start()) {
            disk.arm(full, 0, EVER);

            operator(program).type(incident().find());

            disk.disarm();
            operator(program).type(incident().fix());
        }
    }

    @Tries("One poison message")
    @Test
    void onePoisonMessage() throws Exception {
        try (ProgramUnderTest program = paged().start()) {
            operator(program)
                    .given(
                            "palyra-connectors message send echo:default --conversation-id ops"
                                    + " --envelope-id poison-1 --text [permanent]",
                            send("echo:default", "ops", "fine-1"));

            operator(program).type(incident().find());
            assertThat(operator(program).run("palyra-connectors message status echo:default fine-1"))
                    .contains("delivered");
            operator(program).type(incident().fix());
        }
    }

    @Tries("A flooded conversation")
    @Test
    void aFloodedConversation() throws Exception {
        try (ProgramUnderTest program = paged().start()) {
            operator(program).given("palyra-connectors channels queue-pause echo:default --reason \"who floods?\"");
            flood(program, "flood", 2_000);

            operator(program).type(incident().find());
            operator(program).type(incident().fix());
        }
    }

    @Tries("A queue that was paused and forgotten")
    @ParameterizedTest
    @EnumSource
    void aQueueThatWasPausedAndForgotten(StoreUnderTest on) throws Exception {
        on(on);
        try (ProgramUnderTest program = paged().start()) {
            operator(program).given("palyra-connectors channels queue-pause echo:default --reason maintenance");
        }
        try (ProgramUnderTest program = paged().start()) {
            operator(program).given(send("echo:default", "ops", "m-1"));

            operator(program).type(incident().find());
            operator(program).type(incident().fix());
        }
    }

    @Tries("The clock jumped by an hour")
    @Test
    void theClockJumpedByAnHour() throws Exception {
        SettableMachine machine = new SettableMachine(Instant.now());
        try (ProgramUnderTest program =
                paged().surroundings(real -> real.withClocks(machine::clock)).start()) {
            operator(program)
                    .given("palyra-connectors message send echo:default --conversation-id ops"
                            + " --envelope-id late-1 --text [network-once]");
            program.awaitEvent("outbox.retry");
            machine.setBack(Duration.ofHours(1));
            program.awaitEvent("clock.jumped");

            operator(program).type(incident().find());

            machine.pass(Duration.ofSeconds(2));
            operator(program).type(incident().fix());
        }
    }

    @Tries("Another program has the database locked")
    @ParameterizedTest
    @CsvSource({"SQLITE, BEGIN IMMEDIATE", "POSTGRESQL, BEGIN; LOCK TABLE schema_history"})
    void anotherProgramHasTheDatabaseLocked(StoreUnderTest on, String lock) throws Exception {
        on(on);
        paged().start().close();
        try (Connection other = database().connect(folder());
                Statement statement = other.createStatement()) {
            statement.execute(lock);

            new Operator(0, database().settings(folder())).type(incident().find());
        }
        try (ProgramUnderTest program = paged().start()) {
            operator(program).type(incident().fix());
        }
    }

    @Tries("Killed in the middle")
    @ParameterizedTest
    @EnumSource
    void killedInTheMiddle(StoreUnderTest on) throws Exception {
        on(on);
        Map<String, String> settings = new HashMap<>(Map.of(
                "palyra.connectors.echo.risky.enabled", "true", "palyra.connectors.echo.risky.idempotent", "false"));
        settings.putAll(database().settings(folder()));
        try (ForkedProgram program = ForkedProgram.start(folder(), settings)) {
            program.post("/channels/echo:risky/messages/send", """
                    {"envelope_id":"risky-1","conversation_id":"ops","text":"[unknown-once]"}""");
            await().untilAsserted(() -> assertThat(program.get("/channels/echo:risky/messages/outbox/risky-1"))
                    .contains("unknown"));
            program.kill();
        }
        try (ProgramUnderTest program = paged().settings(settings).start()) {
            operator(program).type(incident().find());
            operator(program).type(incident().fix());
        }
    }

    @Tries("A person says that the bot does not answer")
    @Test
    void aPersonSaysThatTheBotDoesNotAnswer() throws Exception {
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program = paged().discord(discord)
                        .settings(LoopbackDiscord.strangersAsk())
                        .start()) {
            discord.userSays(discord.direct(discord.user()), discord.user(), "are you there?");

            operator(program).type(incident().find());
            operator(program).type(incident().fix());
        }
    }

    @Tries("A Telegram bot writes, and does not hear")
    @Test
    void aTelegramBotWritesAndDoesNotHear() throws Exception {
        try (FakeTelegram telegram = FakeTelegram.start();
                ProgramUnderTest program = paged().platform(new LoopbackTelegram(LoopbackTelegram.OPS, telegram))
                        .start()) {
            telegram.standing(telegram.direct(telegram.addPerson(123456789, "Ann")), Chat.Standing.MEMBER);
            program.awaitConnected();
            new TelegramBot(telegram).pollsOnAndOn();

            operator(program).type(incident().find());

            telegram.token(telegram.bot().id() + ":" + "b".repeat(35));
            LoopbackTelegram.writeToken(folder(), telegram.token());
            operator(program).type(incident().fix());
        }
    }

    @Tries("The store's file is damaged")
    @Test
    void theStoresFileIsDamaged() throws Exception {
        harmed((store, program) -> {
            DamagedPages.overwrite(store, "outbox", program.program().transactions());
            operator(program).given(send("echo:default", "ops", "m-1"));
        });
    }
}
