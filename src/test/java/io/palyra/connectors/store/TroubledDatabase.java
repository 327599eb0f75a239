package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A new database whose owner has a role of its own, and what an administrator does to it. */
final class TroubledDatabase {

    private final String url = TestPostgres.newDatabase();
    private final String name = url.substring(url.lastIndexOf('/') + 1);
    private final String role = "bad_days_of_" + name;

    TroubledDatabase() throws SQLException {
        administrate("CREATE ROLE %2$s LOGIN");
        administrate("ALTER DATABASE %1$s OWNER TO %2$s");
    }

    String url() {
        return url;
    }

    String name() {
        return name;
    }

    String role() {
        return role;
    }

    /** Each row that is written to the table fails, so many times; what is rolled back counts too. */
    void fail(String table, String state, String deferrable, int times) throws SQLException {
        execute("CREATE SEQUENCE IF NOT EXISTS failures");
        execute("""
                CREATE FUNCTION fail_%1$s() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF nextval('failures') <= %2$d THEN
                    RAISE EXCEPTION 'a bad day: %3$s' USING ERRCODE = '%3$s';
                  END IF;
                  RETURN NEW;
                END $$""".formatted(table, times, state));
        execute(
                "CREATE CONSTRAINT TRIGGER fails AFTER INSERT OR UPDATE ON %1$s %2$s FOR EACH ROW EXECUTE FUNCTION fail_%1$s()"
                        .formatted(table, deferrable));
        execute("GRANT ALL ON SEQUENCE failures TO " + role);
    }

    long failed() throws SQLException {
        return count("SELECT last_value FROM failures");
    }

    long count(String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @param sql where {@code %1$s} is the database, and {@code %2$s} its owner */
    void administrate(String sql) throws SQLException {
        execute(url.replaceFirst("/\\w+$", "/postgres"), sql.formatted(name, role));
    }

    void execute(String sql) throws SQLException {
        execute(url, sql);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, TestPostgres.USER, null);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void endSessions() throws SQLException {
        administrate("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%1$s'");
    }
}
