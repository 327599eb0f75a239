package io.palyra.connectors.bench;

import io.palyra.connectors.crash.ForkedProgram;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * How long an instance has nobody after its node was killed: from SIGKILL until a message that was enqueued right then has been
 * delivered by the other node. The one that was killed is started again under another name, as one is on a new machine.
 */
final class TakeOver {

    /** {@code -Dbench.lease=5s}: shorter than what nodes have unless it is set. */
    private static final String LEASE = System.getProperty("bench.lease", "15s");

    private static final String INSTANCE = "echo:default";
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Measured once for all rounds of all figures, as it takes minutes. */
    private static double[] measured = {};

    private final Path folder;
    private final String url = BenchPostgres.newDatabase();
    private int started;

    private TakeOver(Path folder) throws SQLException {
        this.folder = folder;
    }

    static double median(Path folder, int kills) throws Exception {
        return seconds(folder, kills)[kills / 2];
    }

    static double worst(Path folder, int kills) throws Exception {
        return seconds(folder, kills)[kills - 1];
    }

    private static synchronized double[] seconds(Path folder, int kills) throws Exception {
        if (measured.length != kills) {
            measured = new TakeOver(folder).kill(kills);
            Arrays.sort(measured);
        }
        return measured;
    }

    private double[] kill(int kills) throws Exception {
        double[] seconds = new double[kills];
        List<Node> nodes = new ArrayList<>(List.of(start(), start()));
        try (Connection connection = BenchPostgres.connect(url);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < kills; i++) {
                Node owner = owner(nodes, statement);
                nodes.remove(owner);
                long killed = System.nanoTime();
                owner.program().kill();
                enqueue(nodes.get(0).program(), "m" + i);
                awaitDelivered(statement, i + 1);
                seconds[i] = (System.nanoTime() - killed) / 1e9;
                nodes.add(start());
            }
        } finally {
            for (Node node : nodes) {
                node.program().close();
            }
        }
        return seconds;
    }

    private record Node(String name, ForkedProgram program) {}

    private Node start() throws IOException {
        String name = "node" + started++;
        Map<String, String> settings = Map.of(
                "palyra.store.url",
                url,
                "palyra.store.username",
                BenchPostgres.USER,
                "palyra.node.name",
                name,
                "palyra.cluster.lease",
                LEASE);
        return new Node(name, ForkedProgram.start(Files.createDirectory(folder.resolve(name)), settings));
    }

    private static Node owner(List<Node> nodes, Statement statement) {
        return Awaitility.await("an owner")
                .atMost(PATIENCE)
                .until(
                        () -> {
                            String name = text(
                                    statement,
                                    "SELECT name FROM connector_owners JOIN nodes USING (node_id) WHERE connector_id = '"
                                            + INSTANCE + "'");
                            return nodes.stream()
                                    .filter(node -> node.name().equals(name))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void enqueue(ForkedProgram node, String envelope) throws IOException, InterruptedException {
        HttpResponse<String> answer = node.post(
                "/channels/" + INSTANCE + "/messages/send",
                "{\"text\":\"hello\",\"conversation_id\":\"c\",\"envelope_id\":\"" + envelope + "\"}");
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.body());
        }
    }

    private static void awaitDelivered(Statement statement, int messages) {
        Awaitility.await("delivery").atMost(PATIENCE).pollInterval(LOOK).until(() -> text(
                        statement, "SELECT COUNT(*) FROM outbox WHERE state = 'delivered'")
                .equals(String.valueOf(messages)));
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
