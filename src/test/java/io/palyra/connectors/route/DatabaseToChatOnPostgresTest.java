package io.palyra.connectors.route;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The user's database is a PostgreSQL server. */
class DatabaseToChatOnPostgresTest extends DatabaseToChatRules {

    private EmbeddedPostgres postgres;

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
