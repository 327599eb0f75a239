package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** The clock of a PostgreSQL server as one of its databases shows it: a test sets it. */
final class SettableServerClock {

    private final String url;
    private Duration forward = Duration.ZERO;

    /** @param url of a database for this test only */
    SettableServerClock(String url) throws SQLException {
        this.url = url;
        execute("""
                CREATE SCHEMA test;
                CREATE TABLE test.server_clock (forward INTERVAL NOT NULL);
                INSERT INTO test.server_clock VALUES ('0 s');
                ALTER FUNCTION pg_catalog.clock_timestamp() RENAME TO true_clock_timestamp;
                CREATE FUNCTION pg_catalog.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER
                    AS 'SELECT true_clock_timestamp() + forward FROM test.server_clock'""");
    }

    /** From now on it is so far ahead of the true time. */
    void setForward(Duration time) throws SQLException {
        execute("UPDATE test.server_clock SET forward = '" + time.toSeconds() + " s'");
        forward = time;
    }

    /** The server runs on this machine. */
    Instant now() {
        return Instant.now().plus(forward);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
