package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: three nodes that are stopped in order and started again, one after the other, lose nothing, double nothing and keep the
 * order of each conversation.
 *
 * <p>Method: clients talk to all nodes, each going to another one where one refuses; at the end what the fake platforms have
 * taken, in files of their own, is compared with what was accepted. How long conversations and instances had to wait is printed,
 * not asserted: it is the machine's as well.
 */
class RollingRestartIT {

    private static final int NODES = 3;
    private static final int CONVERSATIONS_EACH = 4;
    private static final List<String> INSTANCES = List.of("a", "b", "c");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final String url = TestPostgres.newDatabase();
    private final AtomicReferenceArray<ForkedProgram> nodes = new AtomicReferenceArray<>(NODES);
    private final List<String> moves = new ArrayList<>();

    private Path ledgerFile(String instance) {
        return folder.resolve("ledger-" + instance + ".txt");
    }

    private void start(int node) throws IOException {
        Path own = Files.createDirectories(folder.resolve("node" + node));
        Map<String, String> settings = new HashMap<>(Map.of(
                "palyra.store.url",
                url,
                "palyra.store.username",
                TestPostgres.USER,
                "palyra.node.name",
                "node" + node,
                "palyra.connectors.echo.default.enabled",
                "false"));
        INSTANCES.forEach(instance -> {
            settings.put("palyra.connectors.ledger." + instance + ".enabled", "true");
            // So that something is in hand when a node stops
            settings.put("palyra.connectors.ledger." + instance + ".answer-after-ms", "30");
            settings.put(
                    "palyra.connectors.ledger." + instance + ".file",
                    ledgerFile(instance).toString());
        });
        nodes.set(node, ForkedProgram.start(own, settings));
    }

    @Test
    void losesAndDoublesNothingAndKeepsTheOrder() throws Exception {
        try (NodeClients clients = new NodeClients(nodes)) {
            startAll();
            for (String instance : INSTANCES) {
                for (int i = 0; i < CONVERSATIONS_EACH; i++) {
                    clients.talk("ledger:" + instance, instance + i, i % 2 == 0);
                }
            }
            for (int node = 0; node < NODES; node++) {
                restart(node);
            }
            clients.end();
            assertThatAllIsThere(clients);
            tellHowLong(clients);
        } finally {
            for (int node = 0; node < NODES; node++) {
                if (nodes.get(node) != null) {
                    nodes.get(node).kill();
                }
            }
        }
    }

    /** The first one makes the tables. */
    private void startAll() throws Exception {
        start(0);
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int node = 1; node < NODES; node++) {
            int next = node;
            others.add(CompletableFuture.runAsync(() -> {
                try {
                    start(next);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (CompletableFuture<Void> other : others) {
            other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        awaitSpread();
    }

    /** Each node has one of the instances. */
    private void awaitSpread() {
        await("each node has an instance")
                .atMost(PATIENCE)
                .until(() -> query("SELECT node_id FROM connector_owners WHERE connector_id LIKE 'ledger:%'").stream()
                                .distinct()
                                .count()
                        == NODES);
    }

    private void restart(int node) throws Exception {
        List<String> had = query("SELECT connector_id FROM connector_owners JOIN nodes USING (node_id)"
                + " WHERE connector_id LIKE 'ledger:%' AND name = 'node" + node + "'");
        long asked = System.currentTimeMillis();
        assertThat(nodes.get(node).terminate(PATIENCE)).as("ends by itself").isTrue();
        long ended = System.currentTimeMillis();
        for (String instance : had) {
            long moved = movedAfter(instance, asked);
            moves.add("%s: %d ms after node%d was told to stop, which took %d ms"
                    .formatted(instance, moved - asked, node, ended - asked));
        }
        start(node);
        awaitSpread();
    }

    private long movedAfter(String instance, long since) {
        String moved = await("another node has " + instance)
                .atMost(PATIENCE)
                .until(
                        () -> query("SELECT MIN(created_at_unix_ms) FROM connector_events WHERE connector_id = '"
                                        + instance + "' AND event_type = 'connector.moved' AND created_at_unix_ms > "
                                        + since)
                                .get(0),
                        found -> found != null);
        return Long.parseLong(moved);
    }

    private void assertThatAllIsThere(NodeClients clients) throws Exception {
        Map<String, List<String>> taken = new HashMap<>();
        await("everything is delivered").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        query("SELECT envelope_id FROM outbox WHERE state <> 'delivered'"
                                + " UNION ALL SELECT envelope_id FROM inbound WHERE state <> 'routed'"))
                .isEmpty());
        for (String instance : INSTANCES) {
            for (Ledger.Line line : Ledger.read(ledgerFile(instance)).lines()) {
                taken.computeIfAbsent(line.conversation(), any -> new ArrayList<>())
                        .add(line.envelopeId());
            }
        }
        assertThat(clients.accepted()).hasSize(INSTANCES.size() * CONVERSATIONS_EACH);
        clients.accepted()
                .forEach((conversation, envelopes) ->
                        assertThat(taken.get(conversation)).as(conversation).containsExactlyElementsOf(envelopes));
    }

    private void tellHowLong(NodeClients clients) throws SQLException {
        Map<String, Long> deliveredAt = new HashMap<>();
        for (String row : query("SELECT envelope_id || ' ' || settled_at_unix_ms FROM outbox")) {
            String[] cells = row.split(" ");
            deliveredAt.put(cells[0], Long.valueOf(cells[1]));
        }
        StringBuilder longest = new StringBuilder();
        clients.accepted()
                .forEach((conversation, envelopes) -> longest.append(" %s %d"
                        .formatted(
                                conversation,
                                envelopes.stream()
                                        .mapToLong(
                                                envelope -> deliveredAt.get(envelope) - clients.askedUnixMs(envelope))
                                        .max()
                                        .orElseThrow())));
        int total = clients.accepted().values().stream().mapToInt(List::size).sum();
        System.out.println(
                "RollingRestartIT: " + total + " messages; longest wait of each conversation, ms:" + longest);
        moves.forEach(move -> System.out.println("RollingRestartIT: another node had " + move));
    }

    /** The first column, as text. */
    private List<String> query(String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
