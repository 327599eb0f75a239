package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.store.TestPostgres;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever was answered as accepted is delivered, in order within its conversation, although the program is killed
 * under load again and again.
 *
 * <p>Method: clients send numbered messages over HTTP, each conversation one after the other, half as inbound messages
 * that the daemon answers and half straight into the outbox; the program is killed with SIGKILL at a random moment and
 * started again; at the end the ledger, which the fake platform syncs outside the store, is compared with what was
 * accepted.
 */
class KillUnderLoadIT {

    private static final int CONVERSATIONS = 16;
    private static final int ROUNDS = Boolean.getBoolean("soak") ? 40 : 3;
    private static final int LOAD_MS_MIN = 400;
    private static final int LOAD_MS_MAX = 1_500;

    /** A change is loaded when it was seen twice, a second apart, and the editor saves before it rests. */
    private static final int RELOAD_MS_MIN = 4_000;

    private static final int RELOAD_MS_MAX = 7_000;

    private static final int STORE_UNAVAILABLE = 503;

    @TempDir
    Path folder;

    private volatile boolean mayRefuse;

    private final Map<String, List<String>> accepted = Collections.synchronizedMap(new TreeMap<>());
    private final int[] numbers = new int[CONVERSATIONS];

    @Test
    void losesNothingThatWasAccepted() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("KillUnderLoadIT seed " + seed);
        Random random = new Random(seed);
        Path ledgerFile = folder.resolve("ledger.txt");
        Map<String, String> settings = Map.of(
                "palyra.connectors.ledger.default.file",
                ledgerFile.toString(),
                "palyra.connectors.ledger.default.fault-every",
                "50");

        for (int round = 0; round < ROUNDS; round++) {
            try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
                loadUntilKilled(program, LOAD_MS_MIN + random.nextInt(LOAD_MS_MAX - LOAD_MS_MIN), killed -> {});
            }
        }
        assertThatAllIsThere(settings, ledgerFile);
    }

    /** Beside the program's death the database ends its sessions, at whatever moment. */
    @Test
    void losesNothingOnPostgresThatEndsItsSessions() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("KillUnderLoadIT, PostgreSQL: seed " + seed);
        Random random = new Random(seed);
        Path ledgerFile = folder.resolve("ledger.txt");
        String url = TestPostgres.newDatabase();
        Map<String, String> settings = Map.of(
                "palyra.connectors.ledger.default.file",
                ledgerFile.toString(),
                "palyra.store.url",
                url,
                "palyra.store.username",
                TestPostgres.USER);

        mayRefuse = true;
        for (int round = 0; round < ROUNDS; round++) {
            try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
                loadUntilKilled(
                        program,
                        2 * (LOAD_MS_MIN + random.nextInt(LOAD_MS_MAX - LOAD_MS_MIN)),
                        killed -> endSessionsUntil(killed, url, random));
            }
        }
        assertThatAllIsThere(settings, ledgerFile);
    }

    private static void endSessionsUntil(CountDownLatch killed, String url, Random random) throws Exception {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            while (!killed.await(100 + random.nextInt(400), TimeUnit.MILLISECONDS)) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
        }
    }

    @Test
    void losesNothingWhileRoutesAreReloaded() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("KillUnderLoadIT, reload: seed " + seed);
        Random random = new Random(seed);
        Path ledgerFile = folder.resolve("ledger.txt");
        Map<String, String> settings = new HashMap<>(RoutesUnderTest.copy(folder)
                .with(Map.of("palyra.connectors.ledger.default.file", ledgerFile.toString())));
        settings.put("camel.main.routesReloadEnabled", "true");
        settings.put("camel.main.routesReloadPattern", "*.camel.yaml");
        settings.put("log.level", "info");
        RestlessEditor editor =
                new RestlessEditor(folder.resolve("routes"), RoutesUnderTest.yamlFiles(RoutesUnderTest.REAL), random);
        int reloads = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
                loadUntilKilled(
                        program, RELOAD_MS_MIN + random.nextInt(RELOAD_MS_MAX - RELOAD_MS_MIN), editor::editUntil);
            }
            editor.finish();
            String log = Files.readString(folder.resolve("program.log"));
            reloads += log.split("Routes reloaded from", -1).length - 1;
            assertThat(log).doesNotContain("Not all routes run again");
        }
        System.out.println("KillUnderLoadIT, reload: " + editor.saves() + " saves, " + reloads + " files reloaded");
        assertThat(reloads).isPositive();
        assertThatAllIsThere(settings, ledgerFile);
    }

    private void assertThatAllIsThere(Map<String, String> settings, Path ledgerFile) throws Exception {
        try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
            await("everything settled")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(program.get("/channels/ledger:default"))
                            .contains("\"pending_outbox\":0", "\"dead_letters\":0")
                            .contains("\"pending_inbound\":0"));
            assertThat(program.terminate(Duration.ofSeconds(30)))
                    .as("stops on SIGTERM")
                    .isTrue();
        }

        Ledger ledger = Ledger.read(ledgerFile);
        int total = accepted.values().stream().mapToInt(List::size).sum();
        System.out.println("KillUnderLoadIT accepted " + total + ", taken again after a kill "
                + ledger.takenAgain().size());
        assertThat(total).isGreaterThan(CONVERSATIONS);
        Map<String, List<String>> taken = ledger.firstTaken();
        accepted.forEach((conversation, envelopes) ->
                assertThat(taken.get(conversation)).as(conversation).containsSubsequence(envelopes));
        assertThat(ledger.lines()).as("one token for each message").allSatisfy(line -> assertThat(line.token())
                .isEqualTo("ledger:default:" + line.envelopeId()));
    }

    /** What goes on beside the load, until the latch is open. */
    private interface Beside {
        void until(CountDownLatch killed) throws Exception;
    }

    /** Each conversation is sent by one client, which goes on with the next number only once it has an answer. */
    private void loadUntilKilled(ForkedProgram program, int loadMs, Beside beside) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CONVERSATIONS + 1);
        CountDownLatch killed = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(CONVERSATIONS);
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < CONVERSATIONS; client++) {
            int conversation = client;
            running.add(clients.submit(() -> {
                while (killed.getCount() > 0 && send(program, conversation)) {
                    begun.countDown();
                }
            }));
        }
        running.add(clients.submit(() -> {
            beside.until(killed);
            return null;
        }));
        assertThat(begun.await(30, TimeUnit.SECONDS))
                .as("messages are accepted")
                .isTrue();
        killed.await(loadMs, TimeUnit.MILLISECONDS);
        program.kill();
        killed.countDown();
        for (Future<?> client : running) {
            client.get(60, TimeUnit.SECONDS);
        }
        clients.shutdown();
    }

    private boolean send(ForkedProgram program, int conversation) {
        int number = numbers[conversation]++;
        String name = "c" + conversation;
        String envelope = "%s-%06d".formatted(name, number);
        try {
            HttpResponse<String> answer;
            String expected;
            if (conversation % 2 == 0) {
                answer = program.post(
                        "/channels/ledger:default/test",
                        "{\"text\":\"%s\",\"conversation_id\":\"%s\",\"envelope_id\":\"%s\",\"wait_ms\":0}"
                                .formatted(envelope, name, envelope));
                expected = envelope + ":0";
            } else {
                answer = program.post(
                        "/channels/ledger:default/messages/send",
                        "{\"text\":\"%s\",\"conversation_id\":\"%s\",\"envelope_id\":\"%s\"}"
                                .formatted(envelope, name, envelope));
                expected = envelope;
            }
            if (answer.body().contains("is not running at present")) {
                // Its route is being made anew
                return true;
            }
            if (mayRefuse && answer.statusCode() == STORE_UNAVAILABLE) {
                return true;
            }
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
            accepted.computeIfAbsent(name, key -> new ArrayList<>()).add(expected);
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
