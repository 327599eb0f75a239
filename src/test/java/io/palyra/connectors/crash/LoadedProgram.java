package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * A program on a PostgreSQL server that dies while messages come in: half of the conversations are answered by the daemon,
 * the others go straight into the outbox.
 */
final class LoadedProgram implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final String CHANNEL = "/admin/v1/channels/flaky:ops";
    private static final int CONVERSATIONS = 8;
    private static final long REST_MS = 20;

    /** Say of each refused message, and of each outcome that waits, that it is so. */
    private static final List<String> LOGS = List.of(
            "org.apache.camel.processor.errorhandler", "io.palyra.connectors.lane", "io.palyra.connectors.routes");

    private final Map<String, List<String>> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger acceptedInAll = new AtomicInteger();
    private final AtomicInteger refusedInAll = new AtomicInteger();
    private final ExecutorService clients = Executors.newFixedThreadPool(CONVERSATIONS);
    private final List<Future<?>> load = new ArrayList<>();
    private final FlakyPlatform platform;
    private final ProgramUnderTest program;
    private final CountDownLatch ended = new CountDownLatch(1);

    private LoadedProgram(FlakyPlatform platform, ProgramUnderTest program) {
        this.platform = platform;
        this.program = program;
        for (int i = 0; i < CONVERSATIONS; i++) {
            String conversation = "c" + i;
            boolean inbound = i % 2 == 0;
            load.add(clients.submit(() -> send(conversation, inbound)));
        }
    }

    static LoadedProgram start(Path folder, String url) throws Exception {
        LOGS.forEach(name -> Configurator.setLevel(name, Level.OFF));
        FlakyPlatform platform = FlakyPlatform.fresh(FLAKY);
        ProgramUnderTest program = ProgramUnderTest.in(folder)
                .about(FLAKY)
                .settings(
                        "palyra.connectors.flaky.ops.enabled=true",
                        "palyra.store.url=" + url,
                        "palyra.store.username=" + TestPostgres.USER)
                .admin()
                .start();
        return new LoadedProgram(platform, program);
    }

    AdminClient.Reply health(String kind) {
        return program.client().get("/observe/health/" + kind);
    }

    AdminClient.Reply channel() {
        return program.client().get(CHANNEL);
    }

    /** The page of the log with the events of a type. */
    String events(String type) {
        return program.client()
                .get(CHANNEL + "/logs?event_type=" + type)
                .response()
                .body();
    }

    void awaitReadiness(int status) {
        await("readiness " + status)
                .atMost(PATIENCE)
                .until(() -> health("ready").status() == status);
    }

    /** More than there are. */
    void awaitAccepted(int messages) {
        int enough = acceptedInAll.get() + messages;
        await("messages are accepted").atMost(PATIENCE).until(() -> acceptedInAll.get() >= enough);
    }

    /** Who is refused goes on with the next message after a moment. */
    private boolean send(String conversation, boolean inbound) throws InterruptedException {
        for (int number = 0; ended.getCount() > 0; number++) {
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
            } catch (StoreUnavailableException | InboundRefusedException e) {
                refused();
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
                refused();
            }
        }
        return true;
    }

    private void refused() throws InterruptedException {
        refusedInAll.incrementAndGet();
        ended.await(REST_MS, TimeUnit.MILLISECONDS);
    }

    /** Ends the load. Each message that was accepted was delivered once and in order, and none that was refused. */
    void endsWithNothingLostOrDoubled() throws Exception {
        ended.countDown();
        for (Future<?> ending : load) {
            ending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        await("delivery").atMost(PATIENCE).until(() -> platform.taken().size() >= acceptedInAll.get());
        assertThat(accepted).hasSize(CONVERSATIONS);
        accepted.forEach((conversation, envelopes) -> assertThat(
                        platform.taken().stream().filter(envelope -> envelope.startsWith(conversation + "-")))
                .as(conversation)
                .containsExactlyElementsOf(envelopes));
        await("settled").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        channel().response().body())
                .contains("\"pending_outbox\":0", "\"pending_inbound\":0", "\"dead_letters\":0"));
        System.out.println("LoadedProgram: accepted " + acceptedInAll + ", refused " + refusedInAll);
    }

    @Override
    public void close() throws Exception {
        ended.countDown();
        clients.shutdown();
        program.close();
        LOGS.forEach(name -> Configurator.setLevel(name, (Level) null));
    }
}
