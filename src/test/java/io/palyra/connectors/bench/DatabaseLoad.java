package io.palyra.connectors.bench;

import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The example {@code database-to-chat.camel.yaml}: rows per second, from the user's commit until the last one is marked as
 * sent. They are delivered meanwhile.
 */
final class DatabaseLoad {

    private static final Path EXAMPLES = RoutesUnderTest.REAL.resolve("examples");
    private static final int CONVERSATIONS = 64;

    private DatabaseLoad() {}

    static double sqlite(Path folder, int rows) throws Exception {
        return sent(
                folder,
                rows,
                "sqlite",
                "jdbc:sqlite:" + folder.resolve("requests.db") + "?journal_mode=WAL&busy_timeout=10000");
    }

    static double postgresql(Path folder, int rows) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .start()) {
            return sent(folder, rows, "postgresql", postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private static double sent(Path folder, int rows, String database, String url) throws Exception {
        RoutesUnderTest routes = RoutesUnderTest.copy(folder).add(EXAMPLES.resolve("database-to-chat.camel.yaml"));
        try (Connection user = DriverManager.getConnection(url)) {
            makeTable(user, database);
            user.setAutoCommit(false);
            insert(user, rows);
            try (ProgramUnderTest program = ProgramUnderTest.start(
                    folder,
                    routes.with(Map.of(
                            "database-to-chat.url",
                            url,
                            "database-to-chat.period",
                            "100",
                            "palyra.store.synchronous",
                            "FULL")))) {
                long start = System.nanoTime();
                user.commit();
                user.setAutoCommit(true);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(5))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> !isAnyNew(user));
                return rows * 1e9 / (System.nanoTime() - start);
            }
        }
    }

    private static void makeTable(Connection user, String database) throws Exception {
        String ddl = Files.readString(EXAMPLES.resolve("sql/chat_requests." + database + ".sql"));
        try (Statement statement = user.createStatement()) {
            for (String part : ddl.replaceAll("--.*", "").split(";")) {
                if (!part.isBlank()) {
                    statement.execute(part);
                }
            }
        }
    }

    private static void insert(Connection user, int rows) throws SQLException {
        try (PreparedStatement insert = user.prepareStatement("""
                INSERT INTO chat_requests (id, connector_id, conversation_id, body) VALUES (?, 'echo:default', ?, ?)""")) {
            for (int row = 0; row < rows; row++) {
                insert.setString(1, "row-" + row);
                insert.setString(2, "c" + row % CONVERSATIONS);
                insert.setString(3, CoreLoad.TEXT);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static boolean isAnyNew(Connection user) throws SQLException {
        try (Statement statement = user.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT EXISTS (SELECT 1 FROM chat_requests WHERE state = 'new')")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
