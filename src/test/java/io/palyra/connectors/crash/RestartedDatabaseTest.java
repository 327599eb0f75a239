package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.OwnPostgres;
import io.palyra.connectors.store.TestPostgres;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a database server that dies under load and comes back costs nothing that was accepted: each message is delivered
 * once, in order, and what was refused is not there. Meanwhile callers hear so at once, and health says why.
 */
class RestartedDatabaseTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final int CONVERSATIONS = 8;
    private static final int MESSAGES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String READY = "/observe/health/ready";

    /** Say of each refused message and each outcome that waits that it is so. */
    private static final List<String> LOGS = List.of(
            "org.apache.camel.processor.errorhandler", "io.palyra.connectors.lane", "io.palyra.connectors.routes");

    @TempDir
    Path folder;

    private final Map<String, List<String>> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger acceptedInAll = new AtomicInteger();
    private OwnPostgres server;
    private FlakyPlatform platform;
    private ProgramUnderTest program;
    private AdminClient client;
    private volatile boolean loading = true;

    @BeforeAll
    static void keepTheLogShort() {
        LOGS.forEach(name -> Configurator.setLevel(name, Level.OFF));
    }

    @AfterAll
    static void letItBeLongAgain() {
        LOGS.forEach(name -> Configurator.setLevel(name, (Level) null));
    }

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY);
        server = OwnPostgres.start(folder.resolve("data"), Map.of());
        program = ProgramUnderTest.in(folder)
                .about(FLAKY)
                .settings(
                        "palyra.connectors.flaky.ops.enabled=true",
                        "palyra.store.url=" + server.url(),
                        "palyra.store.username=" + TestPostgres.USER)
                .admin()
                .start();
        client = program.client();
    }

    @AfterEach
    void stop() throws Exception {
        loading = false;
        program.close();
        server.close();
    }

    @Test
    void losesAndDoublesNothing() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CONVERSATIONS);
        List<Future<?>> load = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            String conversation = "c" + i;
            boolean inbound = i % 2 == 0;
            load.add(clients.submit(() -> send(conversation, inbound)));
        }
        awaitAccepted(MESSAGES);

        server.stopImmediately();
        await().atMost(PATIENCE).until(() -> client.get(READY).status() == 503);
        assertThat(client.get(READY).response().body())
                .contains("see that the database server runs and can be reached; what was accepted is kept");
        assertThat(client.get("/admin/v1/channels/flaky:ops").text("/code")).isEqualTo("store_unavailable");
        assertThat(client.get("/observe/health/live").status()).isEqualTo(200);
        server.startAgain();
        await().atMost(PATIENCE).until(() -> client.get(READY).status() == 200);
        awaitAccepted(MESSAGES);

        server.killSession();
        awaitAccepted(MESSAGES);

        loading = false;
        for (Future<?> ending : load) {
            ending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        clients.shutdown();
        await().atMost(PATIENCE).until(() -> platform.taken().size() >= acceptedInAll.get());
        assertThat(accepted).hasSize(CONVERSATIONS);
        accepted.forEach((conversation, envelopes) -> assertThat(
                        platform.taken().stream().filter(envelope -> envelope.startsWith(conversation + "-")))
                .as(conversation)
                .containsExactlyElementsOf(envelopes));
        await("settled").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        client.get("/admin/v1/channels/flaky:ops").response().body())
                .contains("\"pending_outbox\":0", "\"pending_inbound\":0", "\"dead_letters\":0"));
    }

    /** More than there are. */
    private void awaitAccepted(int messages) {
        int enough = acceptedInAll.get() + messages;
        await("messages are accepted").atMost(PATIENCE).until(() -> acceptedInAll.get() >= enough);
    }

    private void send(String conversation, boolean inbound) {
        for (int number = 0; loading; number++) {
            String envelope = conversation + "-" + number;
            try {
                if (inbound) {
                    program.receive(envelope, conversation, "text");
                    envelope += ":0";
                } else {
                    program.enqueue(envelope, conversation, "text");
                }
                accepted.computeIfAbsent(conversation, any -> new CopyOnWriteArrayList<>())
                        .add(envelope);
                acceptedInAll.incrementAndGet();
            } catch (StoreUnavailableException | InboundRefusedException refused) {
                Thread.yield();
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
            }
        }
    }
}
