package io.palyra.connectors.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.Surroundings;
import io.palyra.connectors.crash.ForkedProgram;
import io.palyra.connectors.discord.DiscordProgram;
import io.palyra.connectors.fake.DaemonAnswer;
import io.palyra.connectors.fake.FakeDaemon;
import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.FaultyDisk;
import io.palyra.connectors.fake.SettableMachine;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Fault;
import io.palyra.connectors.fake.discord.Faults;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.WatchedStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

/**
 * Goal: whoever is paged finds and fixes each incident of the runbook with the commands that stand there. Method: the real
 * program gets into the incident, and the commands are read from the page, typed, and compared with what the page says.
 */
class RunbookTest {

    private static final int TIME_FACTOR = 20;
    private static final int EVER = Integer.MAX_VALUE;

    private static RunbookPage page;
    private static int tried;

    @TempDir
    Path folder;

    @BeforeAll
    static void read() throws Exception {
        page = RunbookPage.read();
    }

    @AfterAll
    static void everyIncidentWasTried() {
        assertThat(page.incidents()).hasSize(tried);
    }

    private static RunbookPage.Incident incident(String title) {
        tried++;
        return page.incident(title);
    }

    @Test
    void theTokenWasRevoked() throws Exception {
        RunbookPage.Incident incident = incident("The token was revoked");
        try (FakeDiscord discord = FakeDiscord.start();
                PagedProgram program = PagedProgram.start(folder, DiscordProgram.settings(folder, discord))) {
            program.awaitSession("discord:ops");
            discord.revokeToken(true);
            program.operator().given(send("discord:ops", discord.channel().id(), "m-1"));

            program.operator().type(incident.find());

            discord.revokeToken(false);
            program.operator().type(incident.fix());
        }
    }

    @Test
    void thePlatformIsDown() throws Exception {
        RunbookPage.Incident incident = incident("The platform is down");
        try (FakeDiscord discord = FakeDiscord.start();
                PagedProgram program = PagedProgram.start(folder, DiscordProgram.settings(folder, discord))) {
            program.awaitSession("discord:ops");
            discord.faults().always("POST", Faults.MESSAGES, Fault.status(503));
            program.operator().given(send("discord:ops", discord.channel().id(), "m-1"));

            program.operator().type(incident.find());

            discord.faults().clear();
            program.operator().type(incident.fix());
        }
    }

    @Test
    void theDaemonIsDown() throws Exception {
        RunbookPage.Incident incident = incident("The daemon is down");
        FastTime time = new FastTime(TIME_FACTOR);
        Surroundings fast = Surroundings.real().withClock(time).withTimers(time::timer);
        try (FakeDaemon daemon = FakeDaemon.start();
                PagedProgram program =
                        PagedProgram.start(folder, Map.of("palyra.daemon.endpoint", daemon.uri()), fast)) {
            daemon.answers("test:conversation", DaemonAnswer.status(500, "down"));
            program.receive("in-1", "test:conversation", "hello");

            program.operator().type(incident.find());

            daemon.answers("test:conversation", DaemonAnswer.accepted("hello"));
            program.operator().type(incident.fix());
        }
    }

    @Test
    void theDiskIsFull() throws Exception {
        RunbookPage.Incident incident = incident("The disk is full");
        FaultyDisk disk = new FaultyDisk();
        Surroundings small = Surroundings.real().withStore(new WatchedStore(disk, new StatementWatch() {}));
        try (PagedProgram program = PagedProgram.start(folder, Map.of(), small)) {
            disk.arm(SQLiteErrorCode.SQLITE_FULL, 0, EVER);

            program.operator().type(incident.find());

            disk.disarm();
            program.operator().type(incident.fix());
        }
    }

    @Test
    void onePoisonMessage() throws Exception {
        RunbookPage.Incident incident = incident("One poison message");
        try (PagedProgram program = PagedProgram.start(folder, Map.of())) {
            program.operator()
                    .given(
                            "palyra-connectors message send echo:default --conversation-id ops"
                                    + " --envelope-id poison-1 --text [permanent]",
                            send("echo:default", "ops", "fine-1"));

            program.operator().type(incident.find());
            assertThat(program.operator().run("palyra-connectors message status echo:default fine-1"))
                    .contains("delivered");
            program.operator().type(incident.fix());
        }
    }

    @Test
    void aFloodedConversation() throws Exception {
        RunbookPage.Incident incident = incident("A flooded conversation");
        try (PagedProgram program = PagedProgram.start(folder, Map.of())) {
            program.operator().given("palyra-connectors channels queue-pause echo:default --reason \"who floods?\"");
            program.flood("echo:default", "flood", 2_000);

            program.operator().type(incident.find());
            program.operator().type(incident.fix());
        }
    }

    @Test
    void aQueueThatWasPausedAndForgotten() throws Exception {
        RunbookPage.Incident incident = incident("A queue that was paused and forgotten");
        try (PagedProgram program = PagedProgram.start(folder, Map.of())) {
            program.operator().given("palyra-connectors channels queue-pause echo:default --reason maintenance");
        }
        try (PagedProgram program = PagedProgram.start(folder, Map.of())) {
            program.operator().given(send("echo:default", "ops", "m-1"));

            program.operator().type(incident.find());
            program.operator().type(incident.fix());
        }
    }

    @Test
    void theClockJumpedByAnHour() throws Exception {
        RunbookPage.Incident incident = incident("The clock jumped by an hour");
        SettableMachine machine = new SettableMachine(Instant.now());
        try (PagedProgram program =
                PagedProgram.start(folder, Map.of(), Surroundings.real().withClocks(machine::clock))) {
            program.operator()
                    .given("palyra-connectors message send echo:default --conversation-id ops"
                            + " --envelope-id late-1 --text [network-once]");
            program.awaitEvent("echo:default", "outbox.retry");
            machine.setBack(Duration.ofHours(1));
            program.awaitEvent("echo:default", "clock.jumped");

            program.operator().type(incident.find());

            machine.pass(Duration.ofSeconds(2));
            program.operator().type(incident.fix());
        }
    }

    @Test
    void anotherProgramHasTheDatabaseLocked() throws Exception {
        RunbookPage.Incident incident = incident("Another program has the database locked");
        String store = "jdbc:sqlite:" + folder.resolve("store.db");
        PagedProgram.start(folder, Map.of()).close();
        try (Connection other = DriverManager.getConnection(store);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            new Operator(0, store).type(incident.find());
        }
        try (PagedProgram program = PagedProgram.start(folder, Map.of())) {
            program.operator().type(incident.fix());
        }
    }

    @Test
    void killedInTheMiddle() throws Exception {
        RunbookPage.Incident incident = incident("Killed in the middle");
        Map<String, String> settings = new HashMap<>(Map.of(
                "palyra.connectors.echo.risky.enabled", "true", "palyra.connectors.echo.risky.idempotent", "false"));
        try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
            program.post("/channels/echo:risky/messages/send", """
                    {"envelope_id":"risky-1","conversation_id":"ops","text":"[unknown-once]"}""");
            await().untilAsserted(() -> assertThat(program.get("/channels/echo:risky/messages/outbox/risky-1"))
                    .contains("unknown"));
            program.kill();
        }
        try (PagedProgram program = PagedProgram.start(folder, settings)) {
            program.operator().type(incident.find());
            program.operator().type(incident.fix());
        }
    }

    private static String send(String connector, String conversation, String envelope) {
        return "palyra-connectors message send " + connector + " --conversation-id " + conversation + " --envelope-id "
                + envelope + " --text hello";
    }
}
