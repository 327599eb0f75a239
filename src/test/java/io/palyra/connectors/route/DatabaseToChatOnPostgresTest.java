package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The user's database is a PostgreSQL server. */
class DatabaseToChatOnPostgresTest extends DatabaseToChatRules {

    private EmbeddedPostgres postgres;

    /**
     * How often each row is read, by the server's own count. What it has gathered about the table it gathered before the rows
     * came, as with every burst into a queue.
     */
    @Test
    void aBurstIsReadAFewTimesAndNotOnceForEachOfItsRows() throws SQLException {
        int rows = 3_000;
        int updated = number("SELECT n_tup_upd FROM pg_stat_user_tables");
        int read = number("SELECT idx_tup_fetch FROM pg_stat_user_tables");
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < rows; i++) {
                insert(connection, "burst-" + i, "conversation-" + i % 7, "hello");
            }
            connection.commit();
        }
        awaitState("sent", rows);

        // Each is updated twice, and a connection reports what it has read together with what it has updated
        await().atMost(PATIENCE).until(() -> number("SELECT n_tup_upd FROM pg_stat_user_tables") >= updated + 2 * rows);
        assertThat(number("SELECT idx_tup_fetch FROM pg_stat_user_tables") - read)
                .isLessThan(30 * rows);
    }

    @Override
    void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
    }

    @Override
    void stopDatabase() throws IOException {
        postgres.close();
    }

    @Override
    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    String database() {
        return "postgresql";
    }

    @Override
    boolean writesSideBySide() {
        return true;
    }
}
