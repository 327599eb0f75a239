package io.palyra.connectors.bench;

import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A store with a past, or with a backlog that waits for tomorrow; written with plain SQL, as that is faster. */
enum Prefill {
    NOTHING(""),
    DELIVERED("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
            INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, claimable, attempts, created_at_unix_ms,
                   settled_at_unix_ms)
            SELECT 1000000 + i %% 1000, 'echo:default', 'old' || i, printf('%%0300d', i), 'routed', 0, 1,
                   unixepoch() * 1000, unixepoch() * 1000 FROM n;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
            INSERT INTO outbox (lane_id, connector_id, envelope_id, payload, state, claimable, attempts, native_message_id,
                   created_at_unix_ms, settled_at_unix_ms)
            SELECT 2000000 + i %% 1000, 'echo:default', 'old' || i || ':0', printf('%%0300d', i), 'delivered', 0, 1, 'echo-' || i,
                   unixepoch() * 1000, unixepoch() * 1000 FROM n"""),
    WAITING_IN_MANY_LANES("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
            INSERT INTO lanes (lane_id, direction, connector_id, conversation_id, due_at, used_at)
            SELECT 1000000 + i, 'outbound', 'echo:default', 'waiting' || i, (unixepoch() + 86400) * 1000, unixepoch() * 1000 FROM n;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
            INSERT INTO outbox (lane_id, connector_id, envelope_id, payload, state, attempts, created_at_unix_ms)
            SELECT 1000000 + i, 'echo:default', 'wait' || i, printf('%%0300d', i), 'pending', 1, unixepoch() * 1000 FROM n"""),
    WAITING_IN_ONE_LANE("""
            INSERT INTO lanes (lane_id, direction, connector_id, conversation_id, due_at, used_at)
            VALUES (1000000, 'outbound', 'echo:default', 'waiting', (unixepoch() + 86400) * 1000, unixepoch() * 1000);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
            INSERT INTO outbox (lane_id, connector_id, envelope_id, payload, state, attempts, created_at_unix_ms)
            SELECT 1000000, 'echo:default', 'wait' || i, printf('%%0300d', i), 'pending', 1, unixepoch() * 1000 FROM n""");

    private final String sql;

    Prefill(String sql) {
        this.sql = sql;
    }

    /** Makes the store in the folder, and fills it. */
    void in(Path folder, int rows) throws Exception {
        ProgramUnderTest.start(folder, Map.of("palyra.store.synchronous", "FULL"))
                .close();
        if (!sql.isEmpty()) {
            fill(folder, rows);
        }
    }

    private void fill(Path folder, int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String insert : sql.formatted(rows).split(";")) {
                statement.execute(insert);
            }
            connection.commit();
        }
    }
}
