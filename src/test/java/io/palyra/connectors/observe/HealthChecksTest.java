package io.palyra.connectors.observe;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.lane.storage.RetryBacklog;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.TestPostgres;
import io.palyra.connectors.supervisor.ConnectorCondition;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.AboutSqliteFile;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long NOW = 1_000_000;

    @TempDir
    private Path folder;

    @Test
    void isHealthyWithADisabledConnector() throws Exception {
        try (ProgramUnderTest program = start(Map.of())) {
            Map<String, Result> ready = readiness(program);

            assertThat(ready)
                    .containsKeys("store", "routes", "inbox", "outbox", "daemon", "connector:echo:default")
                    .allSatisfy((name, result) -> assertThat(result.getState()).isEqualTo(State.UP));
            assertThat(message(ready, "connector:discord:default")).isEqualTo("disabled");
        }
    }

    @Test
    void namesTheConnectorThatLacksItsTokenAndStaysAlive() throws Exception {
        try (ProgramUnderTest program = start(Map.of("palyra.connectors.discord.ops.enabled", "true"))) {
            Map<String, Result> ready = readiness(program);

            assertThat(down(ready)).containsExactly("connector:discord:ops");
            assertThat(message(ready, "connector:discord:ops"))
                    .startsWith("readiness is missing_credential: no bot token: ")
                    .contains("set palyra.connectors.discord.ops.token to a reference such as {{env:DISCORD_TOKEN}}");
            assertThat(down(liveness(program))).isEmpty();
        }
    }

    @Test
    void saysSinceWhenTheDaemonFails() throws Exception {
        Map<String, String> settings =
                Map.of("palyra.daemon.endpoint", "http://127.0.0.1:1/route", "palyra.health.daemon-failing", "1ms");
        try (ProgramUnderTest program = start(settings)) {
            program.receive("m1", "c1", "hello");

            await().untilAsserted(() -> assertThat(down(readiness(program))).contains("daemon"));
            assertThat(message(readiness(program), "daemon")).contains("correct palyra.daemon.endpoint");
            assertThat(down(liveness(program))).isEmpty();
        }
    }

    @Test
    void saysWhoAnswersInTheDaemonsPlace() throws Exception {
        try (HttpDaemon proxy = HttpDaemon.start();
                ProgramUnderTest program =
                        start(Map.of("palyra.daemon.endpoint", proxy.uri(), "palyra.health.daemon-failing", "1ms"))) {
            proxy.answers(
                    "c1",
                    HttpAnswer.status(
                                    403, "<html>\n<a href='https://me:hunter22@sso.example/login?key=secret1'>Sign in")
                            .header("Content-Type", "text/html"));
            program.receive("m1", "c1", "hello");

            await().untilAsserted(() -> assertThat(down(readiness(program))).contains("daemon"));
            assertThat(message(readiness(program), "daemon"))
                    .contains(
                            "HTTP 403, text/html, \"<html> <a href='https://sso.example/login'>Sign in\"",
                            "palyra.daemon.endpoint")
                    .doesNotContain("hunter22", "secret1");
            assertThat(program.inbox("m1").orElseThrow().attempts()).isZero();
        }
    }

    @Test
    void namesAStoppedRouteAndWhatIsDueBehindIt() throws Exception {
        try (ProgramUnderTest program = start(Map.of("palyra.health.oldest-due", "1ms"))) {
            CamelContext context = program.application().context();
            context.getRouteController().stopRoute("outbox");
            program.receive("m1", "c1", "hello");

            await().untilAsserted(() -> assertThat(down(readiness(program))).contains("routes", "outbox"));
            assertThat(message(readiness(program), "routes")).startsWith("not running: outbox.");
            assertThat(message(readiness(program), "outbox")).startsWith("a conversation of echo:default has been due");

            context.getRouteController().startRoute("outbox");
            await().untilAsserted(() -> assertThat(down(readiness(program))).isEmpty());

            context.getRouteController().stopRoute("outbox");
            context.removeRoute("outbox");
            assertThat(message(readiness(program), "routes"))
                    .startsWith("not running: the route from palyra-outbox:*.");
        }
    }

    @Test
    void aStoreWithTooLittleRoomIsNotReady() {
        try (SqlStore store = store()) {
            assertThat(new StoreCheck(store, 1, 10_000).readiness().up()).isTrue();

            Finding full = new StoreCheck(store, Integer.MAX_VALUE, 10_000).readiness();
            assertThat(full.up()).isFalse();
            assertThat(full.message()).contains("palyra.health.store-free-mb", "free some");
        }
    }

    /** It is the server's business, and so are its figures. */
    @Test
    void aStoreOnAServerHasNoDisk() throws Exception {
        String url = TestPostgres.newDatabase();
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .settings("palyra.store.url=" + url, "palyra.store.username=" + TestPostgres.USER)
                .start()) {
            assertThat(message(readiness(program), "store")).isEqualTo("commits");
            assertThat(program.program().meters().scrape())
                    .contains("palyra_store_commit_seconds")
                    .doesNotContain("palyra_store_size", "palyra_store_log", "palyra_store_free");
        }
    }

    @Test
    void aServerThatHasTheStoreLockedIsNamed() throws Exception {
        String url = TestPostgres.newDatabase();
        try (SqlStore store = SqlStore.openPostgres(
                        url, TestPostgres.USER, null, TestPostgres.NODE, SteadyClock.ofMachine());
                Connection other = DriverManager.getConnection(url, TestPostgres.USER, null);
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE store_clock");

            StoreCheck check = new StoreCheck(store, 1, 1);
            Finding locked = check.readiness();
            assertThat(check.isDown()).isTrue();

            other.rollback();
            await("other checks find out by themselves").until(() -> !check.isDown());
            assertThat(locked.up()).isFalse();
            assertThat(locked.message())
                    .contains("no commit within 2 s", "database server")
                    .doesNotContain("disk");
        }
    }

    /** As a backup or an open sqlite3 does. */
    @Test
    @AboutSqliteFile
    void aLogThatAReaderHasMadeGrowIsShortAgainOnceItHasEnded() throws Exception {
        try (ProgramUnderTest program = start(Map.of("palyra.health.store-wal-mb", "17"))) {
            try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                    Statement read = reader.createStatement()) {
                reader.setAutoCommit(false);
                read.executeQuery("SELECT COUNT(*) FROM outbox").close();
                await().untilAsserted(() -> {
                    fill(program);
                    assertThat(message(readiness(program), "store")).contains("end the program that reads the store");
                });
            }

            await().untilAsserted(() -> {
                fill(program);
                assertThat(down(readiness(program))).isEmpty();
            });
        }
    }

    /** A few megabytes. */
    private static void fill(ProgramUnderTest program) {
        String text = "0123456789".repeat(6_000);
        CompletableFuture.allOf(
                        Stream.generate(() -> new EnvelopeId(UUID.randomUUID().toString()))
                                .limit(50)
                                .map(id -> OutboundMessageRequest.builder(id, ECHO, new ConversationId("c1"), text)
                                        .build())
                                .map(program.program().outbox()::enqueue)
                                .toArray(CompletableFuture[]::new))
                .join();
    }

    @Test
    void aStoreThatNoLongerWritesIsNeitherReadyNorAlive() {
        SqlStore store = store();
        StoreCheck check = new StoreCheck(store, 1, 10_000);
        assertThat(check.liveness().up()).isTrue();

        store.close();

        assertThat(check.liveness().up()).isFalse();
        assertThat(check.readiness().up()).isFalse();
    }

    @Test
    void aLostSessionIsDownOnceItsTimeIsUp() {
        Finding early = ConnectorCheck.of(lost(LIMIT.minusSeconds(1)), LIMIT, 0, Optional::empty);
        Finding late = ConnectorCheck.of(lost(LIMIT), LIMIT, 0, Optional::empty);

        assertThat(early.up()).isTrue();
        assertThat(late.up()).isFalse();
        assertThat(late.message()).startsWith("the platform session has been lost for 30 s");
    }

    /** As after a time without the database, when it has its instances back; there is nothing to correct. */
    @Test
    void aConnectorWhoseRouteIsBeingMadeIsNotSaidToBeAtFault() {
        Finding between = ConnectorCheck.of(stopped(Optional.empty()), Duration.ofSeconds(30), NOW, Optional::empty);
        assertThat(between.up()).isFalse();
        assertThat(between.message()).isEqualTo("its route is being made or taken away: look again in some seconds");

        Finding failed = ConnectorCheck.of(stopped(Optional.of("no")), Duration.ofSeconds(30), NOW, Optional::empty);
        assertThat(failed.message()).isEqualTo("it is stopped and not tried again: no; correct it and enable it again");
    }

    private static ConnectorCondition stopped(Optional<String> lastError) {
        return condition(Liveness.STOPPED, lastError, Optional.empty());
    }

    private static ConnectorCondition lost(Duration since) {
        return condition(Liveness.RESTARTING, Optional.empty(), Optional.of(since));
    }

    private static ConnectorCondition condition(
            Liveness liveness, Optional<String> lastError, Optional<Duration> disconnectedFor) {
        return new ConnectorCondition(
                ECHO,
                true,
                false,
                Readiness.READY,
                liveness,
                lastError,
                disconnectedFor,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                0);
    }

    @Test
    void aConnectorThatNothingGetsThroughToIsDownOnceItsTimeIsUp() {
        Outage outage = new Outage(
                Outage.Kind.UNREACHABLE,
                NOW - 29_999,
                7,
                "HTTP 403 from https://me:secret@proxy/x?token=abcdefgh, text/html:\n<h1>Blocked by policy</h1> xoxb-"
                        + "0123456789abcdefghijklmnopqrstuv",
                true,
                false,
                NOW + 12_000);

        Finding early = ConnectorCheck.of(unreachable(outage), LIMIT, NOW, () -> waitsUntil(NOW));
        Finding late = ConnectorCheck.of(unreachable(outage), LIMIT, NOW + 1, () -> waitsUntil(NOW));

        assertThat(early.up()).isTrue();
        assertThat(late.up()).isFalse();
        assertThat(late.message())
                .startsWith("no message has got through for 30 s, 7 attempts failed")
                .contains("HTTP 403 from https://…proxy/x…", "text/html: <h1>Blocked by policy</h1> …")
                .contains("the next message tries in 11 s")
                .doesNotContain("secret", "abcdefgh");
        assertThat(unreachable(outage).isConnected()).isFalse();
    }

    /** Where a conversation goes on by its own policy, and later than the far side could be tried. */
    @Test
    void theNextTryIsThatOfTheFirstMessageThatMay() {
        Outage open = new Outage(Outage.Kind.UNREACHABLE, NOW, 3, "cut", false, false, null);
        Outage probed = new Outage(Outage.Kind.UNREACHABLE, NOW, 3, "cut", true, false, NOW + 1_000);
        Outage tried = new Outage(Outage.Kind.UNREACHABLE, NOW, 3, "cut", true, true, null);

        assertThat(next(open, () -> waitsUntil(NOW + 5_000))).isEqualTo("the next message tries in 5 s");
        assertThat(next(probed, () -> waitsUntil(NOW + 5_000))).isEqualTo("the next message tries in 5 s");
        assertThat(next(probed, Optional::empty)).isEqualTo("it is tried again by itself");
        assertThat(next(tried, () -> waitsUntil(null))).isEqualTo("it is tried again by itself");
    }

    private static String next(Outage outage, Supplier<Optional<QueueDepth>> outbox) {
        String message =
                ConnectorCheck.of(unreachable(outage), LIMIT, NOW, outbox).message();
        return message.substring(message.lastIndexOf("; ") + 2);
    }

    private static Optional<QueueDepth> waitsUntil(@Nullable Long unixMs) {
        RetryBacklog none = new RetryBacklog(0, 0, null);
        return Optional.of(new QueueDepth(ECHO, Direction.OUTBOUND, 0, 0, 0, 0, 0, 0, 0, none, null, unixMs, null));
    }

    private static ConnectorCondition unreachable(Outage outage) {
        return new ConnectorCondition(
                ECHO,
                true,
                false,
                Readiness.READY,
                Liveness.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(outage),
                true,
                0);
    }

    private SqlStore store() {
        return SqlStore.openSqlite("jdbc:sqlite:" + folder.resolve("checked.db"), false, SteadyClock.ofMachine());
    }

    private ProgramUnderTest start(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("palyra.store.synchronous", "NORMAL");
        return ProgramUnderTest.start(folder, all);
    }

    private static Map<String, Result> readiness(ProgramUnderTest program) {
        return byName(HealthCheckHelper.invokeReadiness(program.application().context(), "full"));
    }

    private static Map<String, Result> liveness(ProgramUnderTest program) {
        return byName(HealthCheckHelper.invokeLiveness(program.application().context(), "full"));
    }

    private static Map<String, Result> byName(Iterable<Result> results) {
        Map<String, Result> named = new HashMap<>();
        results.forEach(result -> named.put(result.getCheck().getId(), result));
        return named;
    }

    private static List<String> down(Map<String, Result> results) {
        return results.entrySet().stream()
                .filter(result -> result.getValue().getState() == State.DOWN)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static String message(Map<String, Result> results, String check) {
        Result result = results.get(check);
        assertThat(result).as(check).isNotNull();
        return result.getMessage().orElse("");
    }
}
