package io.palyra.connectors.bench;

import io.palyra.connectors.crash.ForkedProgram;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Messages of many conversations that wait in one database, a millisecond away; nodes, each a process of its own, ask a daemon
 * about them that takes its time, and deliver the answers. Daemon and database are on the same cores.
 */
final class NodesLoad implements AutoCloseable {

    private static final int CONVERSATIONS = 2_000;
    private static final int CONCURRENCY = 16;
    private static final Duration WIRE = Duration.ofMillis(1);
    private static final Duration DAEMON = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** @param cpuMicros of all nodes, for each message */
    private record Measured(double perSecond, double cpuMicros) {}

    private final SlowWire wire = new SlowWire(BenchPostgres.port(), WIRE);
    private final String url = BenchPostgres.newDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer daemon = daemon();
    private final List<ForkedProgram> nodes = new ArrayList<>();

    private NodesLoad(Path folder, int count) throws IOException, SQLException {
        for (int node = 0; node < count; node++) {
            nodes.add(start(Files.createDirectory(folder.resolve("node" + node)), "node" + node));
        }
    }

    static double perSecond(Path folder, int nodes, int messages) throws Exception {
        return measure(folder, nodes, messages).perSecond();
    }

    static double cpuMicros(Path folder, int nodes, int messages) throws Exception {
        return measure(folder, nodes, messages).cpuMicros();
    }

    /** As many for each node before, so that their code is compiled as well as that of one. */
    private static Measured measure(Path folder, int nodes, int messages) throws Exception {
        try (NodesLoad load = new NodesLoad(folder, nodes)) {
            load.deliver("warm", messages * nodes);
            return load.deliver("m", messages);
        }
    }

    private ForkedProgram start(Path folder, String name) throws IOException {
        return ForkedProgram.start(
                folder,
                Map.of(
                        "palyra.store.url",
                        url.replace(":" + BenchPostgres.port() + "/", ":" + wire.port() + "/"),
                        "palyra.store.username",
                        BenchPostgres.USER,
                        "palyra.node.name",
                        name,
                        "palyra.daemon.endpoint",
                        "http://127.0.0.1:" + daemon.actualPort() + "/route",
                        "palyra.daemon.concurrency",
                        String.valueOf(CONCURRENCY)));
    }

    private HttpServer daemon() {
        Buffer answer = Buffer.buffer(WireFormat.writeBytes(
                RouteInboundResult.accepted("routed", List.of(RoutedOutboundMessage.text(CoreLoad.TEXT)))));
        return vertx.createHttpServer()
                .requestHandler(call -> vertx.setTimer(DAEMON.toMillis(), timer -> call.response()
                        .putHeader("Content-Type", "application/json")
                        .end(answer)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private Measured deliver(String prefix, int messages) throws SQLException {
        try (Connection connection = BenchPostgres.connect(url);
                Statement statement = connection.createStatement()) {
            long before = delivered(statement);
            long cpuBefore = processorNanos();
            long start = System.nanoTime();
            admit(connection, prefix, messages);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isAllSettled(statement));
            long nanos = System.nanoTime() - start;
            if (delivered(statement) != before + messages) {
                throw new IllegalStateException("not all are delivered");
            }
            return new Measured(messages * 1e9 / nanos, (processorNanos() - cpuBefore) / 1e3 / messages);
        }
    }

    /** With plain SQL and at once, as who admits messages takes the processor too. */
    private static void admit(Connection connection, String prefix, int messages) throws SQLException {
        int conversations = Math.min(CONVERSATIONS, messages);
        String payload = WireFormat.write(ProgramUnderTest.echoEvent("{envelope}", "{conversation}", CoreLoad.TEXT));
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("""
                WITH asked AS (SELECT n, 'c' || n %% %1$d AS conversation_id FROM generate_series(1, %2$d) n),
                entered AS (
                  INSERT INTO lanes (direction, connector_id, conversation_id, due_at, used_at)
                  SELECT DISTINCT 'inbound', 'echo:default', conversation_id, 0, 0 FROM asked
                  ON CONFLICT (direction, connector_id, conversation_id) DO UPDATE SET due_at = 0
                  RETURNING lane_id, conversation_id)
                INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms)
                SELECT lane_id, 'echo:default', ? || n,
                       replace(replace(?, '{envelope}', ? || n), '{conversation}', conversation_id),
                       'pending', CAST(extract(epoch FROM now()) * 1000 AS BIGINT)
                  FROM asked JOIN entered USING (conversation_id) ORDER BY n""".formatted(conversations, messages))) {
            insert.setString(1, prefix);
            insert.setString(2, payload);
            insert.setString(3, prefix);
            insert.executeUpdate();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** To count them each time would take a tenth of a core. */
    private static boolean isAllSettled(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                SELECT NOT EXISTS (SELECT 1 FROM inbound WHERE claimable = 1)
                   AND NOT EXISTS (SELECT 1 FROM outbox WHERE claimable = 1)""")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static long delivered(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM outbox WHERE state = 'delivered'")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Of all nodes since their starts. */
    private long processorNanos() {
        return nodes.stream()
                .mapToLong(node -> ProcessHandle.of(node.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow()
                        .toNanos())
                .sum();
    }

    @Override
    public void close() throws Exception {
        for (ForkedProgram node : nodes) {
            node.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        wire.close();
    }
}
