package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: on a bad day of PostgreSQL nothing is accepted and nothing that was accepted is lost; callers and health say why; and
 * the program goes on by itself once the day is over.
 *
 * <p>Method: a message is on its way to the platform when the day begins, so that its outcome comes in meanwhile.
 */
class BadDaysTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    /** More than there are threads for. */
    private static final int CALLERS = 40;

    private static final String SEND = "/admin/v1/channels/flaky:ops/messages/send";
    private static final String READY = "/observe/health/ready";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Longer than a restart takes. */
    private static final Duration LATER = Duration.ofSeconds(3);

    /** What the administrator of the server does, and what the program says then. */
    enum Day {
        READ_ONLY(
                "ALTER DATABASE %1$s SET default_transaction_read_only = on",
                "ALTER DATABASE %1$s RESET default_transaction_read_only",
                "in a read-only transaction: see whether its server has become a standby"),
        NO_CONNECTION_LEFT(
                "ALTER ROLE %2$s CONNECTION LIMIT 0",
                "ALTER ROLE %2$s CONNECTION LIMIT -1", "too many connections for role \"%2$s\": raise max_connections");

        private final String begins;
        private final String ends;
        private final String said;

        Day(String begins, String ends, String said) {
            this.begins = begins;
            this.ends = ends;
            this.said = said;
        }
    }

    @TempDir
    Path folder;

    private final CountDownLatch platformAnswers = new CountDownLatch(1);
    private final Set<EnvelopeId> toldToWait = ConcurrentHashMap.newKeySet();
    private volatile Duration clockIsOffBy = Duration.ZERO;
    private TroubledDatabase trouble;
    private FlakyPlatform platform;
    private ProgramUnderTest program;
    private AdminClient client;

    @BeforeEach
    void start() throws Exception {
        trouble = new TroubledDatabase();
        platform = FlakyPlatform.fresh(FLAKY).answers(this::answer);
        program = ProgramUnderTest.in(folder)
                .about(FLAKY)
                .settings(
                        "palyra.connectors.flaky.ops.enabled=true",
                        "palyra.store.url=" + trouble.url(),
                        "palyra.store.username=" + trouble.role())
                .surroundings(before -> before.withClocks(this::clock))
                .admin()
                .start();
        client = program.client();
    }

    private SteadyClock clock() {
        return SteadyClock.ofMachine(Clock.offset(Clock.systemUTC(), clockIsOffBy));
    }

    private DeliveryOutcome answer(OutboundMessageRequest request) {
        if (request.text().contains("[waits]")) {
            awaitQuietly(platformAnswers);
        }
        return request.text().contains("[later]") && toldToWait.add(request.envelopeId())
                ? new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "later", LATER)
                : FlakyPlatform.delivered(request);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() throws Exception {
        platformAnswers.countDown();
        program.close();
    }

    @ParameterizedTest
    @EnumSource
    void theProgramSaysSoAndGoesOnByItself(Day day) throws Exception {
        program.enqueue("m1", "c", "[waits]");
        program.enqueue("m2", "c", "behind it");
        await().atMost(PATIENCE).until(() -> platform.sendsInHand() == 1);

        LogLines lines = LogLines.of("io.palyra.connectors");
        trouble.administrate(day.begins);
        trouble.endSessions();
        platformAnswers.countDown();
        String said = day.said.formatted(trouble.name(), trouble.role());
        await().atMost(PATIENCE).untilAsserted(() -> {
            AdminClient.Reply health = client.get(READY);
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.response().body().replace("\\\"", "\"")).contains(said, "nothing is accepted until then");
        });
        AdminClient.Reply refused = client.post(SEND, message("m3"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("/code")).isEqualTo("store_unavailable");

        trouble.administrate(day.ends);
        await().atMost(PATIENCE).until(() -> client.get(READY).status() == 200);
        assertThat(client.post(SEND, message("m3")).at("/created").asBoolean())
                .as("nothing of the refused one is there")
                .isTrue();
        program.awaitDelivered("m1", "m2", "m3");
        assertThat(platform.taken()).containsExactly("m1", "m2", "m3");
        lines.close();
        assertThat(lines.lines())
                .filteredOn(line -> line.startsWith("WARN") || line.startsWith("ERROR"))
                .singleElement()
                .asString()
                .startsWith("WARN Writes fail until this is mended: ");
    }

    /** They hit one statement, or one commit, once. */
    @ParameterizedTest
    @CsvSource({
        "serialization failure, 40001, ''",
        "deadlock, 40P01, ''",
        "serialization failure in the commit, 40001, DEFERRABLE INITIALLY DEFERRED",
    })
    void whoMetOthersIsTriedAgainAndNobodyNotices(String name, String state, String deferrable) throws Exception {
        int failures = 4;
        trouble.fail("outbox", state, deferrable, failures);

        assertThat(client.post(SEND, message("m1")).status()).as(name).isEqualTo(202);

        program.awaitDelivered("m1");
        assertThat(trouble.failed()).as("times that it failed").isGreaterThan(failures);
        assertThat(platform.taken()).containsExactly("m1");
    }

    @ParameterizedTest
    @CsvSource({
        "55P03, see who has the store's tables locked",
        "57014, see who has the store's tables locked",
        "53100, make room on the server's disk"
    })
    void whatDoesNotPassIsRefusedAndKept(String state, String wayOut) throws Exception {
        program.enqueue("m1", "c", "[waits]");
        await().atMost(PATIENCE).until(() -> platform.sendsInHand() == 1);
        trouble.fail("outbox", state, "", Integer.MAX_VALUE);
        trouble.fail("store_clock", state, "", Integer.MAX_VALUE);
        platformAnswers.countDown();

        AdminClient.Reply refused = client.post(SEND, message("m2"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("/detail")).contains("a bad day: " + state);
        AdminClient.Reply health = client.get(READY);
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.response().body()).contains("a bad day: " + state + ": " + wayOut);
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.PENDING);

        trouble.execute("DROP FUNCTION fail_outbox CASCADE");
        trouble.execute("DROP FUNCTION fail_store_clock CASCADE");
        program.awaitDelivered("m1");
        assertThat(client.get(READY).status()).isEqualTo(200);
        assertThat(client.post(SEND, message("m2")).at("/created").asBoolean()).isTrue();
        program.awaitDelivered("m2");
        assertThat(platform.taken()).containsExactly("m1", "m2");
    }

    /** No day that passes: what is written to a damaged database harms more of it. */
    @Test
    void aDamagedDatabaseIsWrittenToNoMore() throws Exception {
        trouble.fail("outbox", "XX002", "", 1);
        try (LogLines lines = LogLines.of("io.palyra.connectors")) {
            for (int i = 0; i < 3; i++) {
                AdminClient.Reply refused = client.post(SEND, message("m1"));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("/detail"))
                        .contains(trouble.name() + " is damaged (a bad day: XX002)", "pg_amcheck");
            }
            assertThat(client.get(READY).response().body()).contains("is damaged (a bad day: XX002)", "pg_restore");
            assertThat(lines.lines())
                    .filteredOn(line -> line.startsWith("WARN") || line.startsWith("ERROR"))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR The store is lost: ");
        }
        assertThat(trouble.count("SELECT COUNT(*) FROM outbox")).isZero();
    }

    /** As by VACUUM FULL: neither reads nor writes go on, and none of them fails. */
    @Test
    void whileATableIsLockedHealthSaysSoSoonAndThenTheLog() throws Exception {
        program.enqueue("m1", "c", "[waits]");
        await().atMost(PATIENCE).until(() -> platform.sendsInHand() == 1);
        ExecutorService callers = Executors.newCachedThreadPool();
        try (Connection other = StoreUnderTest.POSTGRESQL.connect(trouble.url());
                Statement statement = other.createStatement();
                LogLines lines = LogLines.of(WriteTrouble.class)) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE lanes IN ACCESS EXCLUSIVE MODE");
            platformAnswers.countDown();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.get(READY).response().body())
                            .contains("no commit within 2 s", "not known: see the check store"));
            for (int i = 0; i < CALLERS; i++) {
                String message = message("waits" + i);
                callers.execute(() -> client.post(SEND, message));
            }
            assertThat(client.get("/admin/v1/channels/flaky:ops/logs").status()).isEqualTo(200);
            assertThat(client.get("/admin/v1/settings").status()).isEqualTo(200);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN Nothing is written until this is mended: a write has waited "));
        }
        program.awaitDelivered("m1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(client.get("/admin/v1/channels/flaky:ops/logs")
                        .response()
                        .body())
                .contains("store.recovered", " s for the database, and all others wait behind it"));
        assertThat(client.get(READY).status()).isEqualTo(200);
        assertThat(platform.taken()).startsWith("m1");
        callers.shutdown();
        assertThat(callers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    /** Nothing is in hand that could be stored if it came back. */
    @ParameterizedTest
    @ValueSource(strings = {"store_clock", "lanes"})
    @Timeout(60)
    void aStopDoesNotWaitForADatabaseThatIsSilent(String table) throws Exception {
        try (Connection other = StoreUnderTest.POSTGRESQL.connect(trouble.url());
                Statement statement = other.createStatement();
                LogLines lines = LogLines.of("io.palyra.connectors.program.StopReport")) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE " + table);

            program.stop();

            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "WARN Stopped: 0 messages finished while stopping; the store takes nothing, and has what");
        }
        program.startAgain();
        assertThat(program.client().get(READY).status()).isEqualTo(200);
    }

    /** What has an outcome waits for the store, for as long as the stop may take. */
    @Test
    void aDatabaseThatComesBackDuringTheStopGetsWhatIsInHand() throws Exception {
        program.enqueue("m1", "c", "[waits]");
        await().atMost(PATIENCE).until(() -> platform.sendsInHand() == 1);
        trouble.administrate(Day.NO_CONNECTION_LEFT.begins);
        trouble.endSessions();
        platformAnswers.countDown();
        await().atMost(PATIENCE).until(() -> client.get(READY).status() == 503);

        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> {
            try {
                program.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE).until(() -> program.application().context().isStopping());
        trouble.administrate(Day.NO_CONNECTION_LEFT.ends);

        assertThat(stop).succeedsWithin(PATIENCE);
        assertThat(trouble.count("SELECT COUNT(*) FROM outbox WHERE envelope_id = 'm1' AND state = 'delivered'"))
                .isEqualTo(1);
    }

    /** The database's clock alone says what is due; the machine's is wrong, and put right by as much the other way. */
    @ParameterizedTest
    @ValueSource(ints = {-5, 5, 24 * 60})
    void aMachineWhoseClockIsWrongChangesNoOrderAndNoWait(int minutes) throws Exception {
        long began = System.currentTimeMillis();
        clockIsOffBy = Duration.ofMinutes(minutes);
        program.restart();
        program.receive("in", "c", "hello");
        program.awaitDelivered("in:0");
        program.enqueue("m1", "c", "[later]");
        program.enqueue("m2", "c", "behind it");
        await().atMost(PATIENCE).until(() -> toldToWait.size() == 1);

        clockIsOffBy = Duration.ofMinutes(-minutes);
        program.restart();
        program.enqueue("m3", "c", "behind both");

        program.awaitDelivered("m1", "m2", "m3");
        assertThat(platform.taken()).containsExactly("in:0", "m1", "m2", "m3");
        assertThat(program.events().stream()
                        .filter(event -> String.valueOf(event.details()).contains("\"m1\""))
                        .map(LoggedEvent::eventType))
                .containsExactly("outbox.enqueued", "outbox.retry", "outbox.delivered");
        assertThat(program.events())
                .allSatisfy(event -> assertThat(event.createdAtUnixMs())
                        .isBetween(began - 60_000, System.currentTimeMillis() + 60_000))
                .extracting(LoggedEvent::eventType)
                .doesNotContain("clock.jumped");
    }

    /** As after a failover. What waits then waits for as long as it had left. */
    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aServerWithAnotherTimeEndsNoWaitAndHoldsNoneUp(Duration ahead) throws Exception {
        SettableServerClock server = new SettableServerClock(trouble.url());
        program.enqueue("m1", "c", "[later]");
        program.enqueue("m2", "c", "behind it");
        await().atMost(PATIENCE).until(() -> toldToWait.size() == 1);
        long told = System.nanoTime();

        server.setForward(ahead);
        trouble.endSessions();

        program.awaitEvent("clock.jumped");
        program.awaitDelivered("m1", "m2");
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThan(LATER.minusMillis(500));
        assertThat(platform.taken()).containsExactly("m1", "m2");
        assertThat(program.events().stream().filter(event -> event.eventType().equals("clock.jumped")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.message()).startsWith("the database's clock jumped ");
                    assertThat(event.details().path("jump_ms").asLong()).isCloseTo(ahead.toMillis(), within(1_000L));
                });
    }

    private static String message(String envelope) {
        return "{'conversation_id':'c','text':'hello','envelope_id':'" + envelope + "'}";
    }
}
