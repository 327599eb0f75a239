package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.store.CutWire;
import io.palyra.connectors.store.TestPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever any of three nodes on one database has accepted is delivered, in order within its conversation, and once but
 * for what was on its way when a node died, which bears the same token.
 *
 * <p>Method: clients send numbered messages to any node, each conversation one after the other; at random moments a node is killed
 * with SIGKILL and started again, stopped with SIGSTOP for longer than its lease and woken, or cut off from the database for
 * as long; at the end the ledger, which the fake platform syncs outside the store, is compared with what was accepted. People write
 * on a Telegram meanwhile ({@link TelegramLoad}), which has one session at a time.
 */
class NodesChaosIT {

    private static final int NODES = 3;
    private static final int CONVERSATIONS = 12;
    private static final int LEASE_S = 5;
    private static final Duration TIME = Duration.ofSeconds(Boolean.getBoolean("soak") ? 300 : 20);
    private static final int STORE_UNAVAILABLE = 503;

    private enum Fault {
        KILL,
        STOP,
        CUT
    }

    @TempDir
    private Path folder;

    private final String url = TestPostgres.newDatabase();
    private final AtomicReferenceArray<ForkedProgram> nodes = new AtomicReferenceArray<>(NODES);
    private final List<CutWire> wires = new ArrayList<>();
    private final Map<String, List<String>> accepted = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private TelegramLoad telegram;

    private Path ledgerFile() {
        return folder.resolve("ledger.txt");
    }

    private Path folderOf(int node) {
        return folder.resolve("node" + node);
    }

    private void start(int node) throws IOException {
        Path own = Files.createDirectories(folderOf(node));
        Map<String, String> settings = new HashMap<>(telegram.settings(own));
        settings.putAll(Map.of(
                "palyra.connectors.ledger.default.file",
                ledgerFile().toString(),
                "palyra.store.url",
                wires.get(node).url(url),
                "palyra.store.username",
                TestPostgres.USER,
                "palyra.node.name",
                "node" + node,
                "palyra.cluster.lease",
                LEASE_S + "s"));
        nodes.set(node, ForkedProgram.start(own, settings));
    }

    @Test
    void losesNothingAndKeepsTheOrder() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("NodesChaosIT seed " + seed);
        Random random = new Random(seed);
        telegram = new TelegramLoad(folder.resolve("questions.txt"));
        for (int node = 0; node < NODES; node++) {
            wires.add(CutWire.to(url));
            start(node);
        }
        ExecutorService clients = Executors.newFixedThreadPool(CONVERSATIONS);
        List<Future<?>> load = new ArrayList<>();
        for (int client = 0; client < CONVERSATIONS; client++) {
            String conversation = "c" + client;
            long clientSeed = random.nextLong();
            load.add(clients.submit(() -> send(conversation, new Random(clientSeed))));
        }
        telegram.begin();
        Map<Fault, Integer> faults = new HashMap<>();
        try {
            long end = System.nanoTime() + TIME.toNanos();
            int first = random.nextInt(Fault.values().length);
            for (int i = 0; i < Fault.values().length || System.nanoTime() < end; i++) {
                Fault fault = Fault.values()[(first + i) % Fault.values().length];
                harm(i < Fault.values().length ? telegramsOwner() : random.nextInt(NODES), fault);
                faults.merge(fault, 1, Integer::sum);
            }
            ended.countDown();
            telegram.end();
            for (Future<?> ending : load) {
                ending.get(90, TimeUnit.SECONDS);
            }
            assertThatAllIsThere(faults);
            telegram.check(nodes.get(0));
        } finally {
            ended.countDown();
            clients.shutdownNow();
            for (int node = 0; node < NODES; node++) {
                nodes.get(node).kill();
                wires.get(node).close();
            }
            telegram.close();
        }
    }

    /** Whom each fault hits once, so that the session moves. */
    private int telegramsOwner() {
        Path owner = telegram.owner();
        return IntStream.range(0, NODES)
                .filter(node -> folderOf(node).equals(owner))
                .findFirst()
                .orElseThrow();
    }

    private void harm(int node, Fault fault) throws Exception {
        long longerThanTheLease = (LEASE_S + 2) * 1_000L;
        switch (fault) {
            case KILL -> {
                nodes.get(node).kill();
                start(node);
            }
            case STOP -> {
                nodes.get(node).signal("STOP");
                ended.await(longerThanTheLease, TimeUnit.MILLISECONDS);
                nodes.get(node).signal("CONT");
            }
            case CUT -> {
                wires.get(node).refuse(true);
                wires.get(node).cut();
                ended.await(longerThanTheLease, TimeUnit.MILLISECONDS);
                wires.get(node).refuse(false);
            }
        }
        ended.await(1_000, TimeUnit.MILLISECONDS);
    }

    /** Each is sent again, to any node and under the same id, until it is accepted: only then comes the next. */
    private Void send(String conversation, Random random) throws InterruptedException {
        for (int number = 0; ended.getCount() > 0; number++) {
            String envelope = "%s-%06d".formatted(conversation, number);
            while (!isAccepted(conversation, envelope, random.nextInt(NODES))) {
                if (ended.await(50, TimeUnit.MILLISECONDS)) {
                    return null;
                }
            }
            accepted.computeIfAbsent(conversation, any -> new ArrayList<>()).add(envelope);
        }
        return null;
    }

    private boolean isAccepted(String conversation, String envelope, int node) throws InterruptedException {
        try {
            HttpResponse<String> answer = nodes.get(node)
                    .post(
                            "/channels/ledger:default/messages/send",
                            "{\"text\":\"%s\",\"conversation_id\":\"%s\",\"envelope_id\":\"%s\"}"
                                    .formatted(envelope, conversation, envelope),
                            Duration.ofSeconds(3));
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202, STORE_UNAVAILABLE);
            return answer.statusCode() != STORE_UNAVAILABLE;
        } catch (IOException e) {
            return false;
        }
    }

    private void assertThatAllIsThere(Map<Fault, Integer> faults) throws Exception {
        await("everything settled")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(nodes.get(0).get("/channels/ledger:default"))
                        .contains("\"pending_outbox\":0", "\"dead_letters\":0"));
        Ledger ledger = Ledger.read(ledgerFile());
        int total = accepted.values().stream().mapToInt(List::size).sum();
        System.out.println("NodesChaosIT: " + faults + ", accepted " + total + ", taken again "
                + ledger.takenAgain().size());
        assertThat(accepted).hasSize(CONVERSATIONS);
        assertThat(faults).hasSize(Fault.values().length);
        Map<String, List<String>> taken = ledger.firstTaken();
        accepted.forEach((conversation, envelopes) ->
                assertThat(taken.get(conversation)).as(conversation).containsSubsequence(envelopes));
        assertThat(ledger.lines()).as("one token for each message").allSatisfy(line -> assertThat(line.token())
                .isEqualTo("ledger:default:" + line.envelopeId()));
    }
}
