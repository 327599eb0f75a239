package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: whoever starts on a PostgreSQL that is not as it should be reads in a sentence which setting it is, and the way out. */
class PostgresStartTest {

    private String url;

    @BeforeEach
    void makeDatabase() {
        url = TestPostgres.newDatabase();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void assertRefused(String at, String user, String password, String... reason) {
        assertThatThrownBy(() -> SqlStore.openPostgres(at, user, password, Clock.systemUTC())
                        .close())
                .isInstanceOf(StoreStartException.class)
                .message()
                .contains(reason)
                .doesNotContain("\n", "secret", "Exception");
    }

    private String role(String... rights) throws SQLException {
        String role = "role_" + url.substring(url.lastIndexOf('_') + 1);
        execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        for (String right : rights) {
            execute(right.formatted(role));
        }
        return role;
    }

    @Test
    void aHostThatDoesNotExist() {
        assertRefused(
                "jdbc:postgresql://nowhere.invalid/connectors",
                TestPostgres.USER,
                null,
                "palyra.store.url: there is no host nowhere.invalid",
                "; name a server that can be reached from here, and see that it runs");
    }

    @Test
    void aPortWhereNothingListens() {
        assertRefused(
                "jdbc:postgresql://localhost:1/connectors",
                TestPostgres.USER,
                null,
                "palyra.store.url: Connection to localhost:1 refused",
                "; name a server");
    }

    @Test
    void aDatabaseThatDoesNotExist() {
        assertRefused(
                url + "_and_more",
                TestPostgres.USER,
                null,
                "palyra.store.url: ",
                "_and_more\" does not exist; create it, or name another");
    }

    @Test
    void aSchemaThatDoesNotExist() {
        assertRefused(
                url + "?currentSchema=bots",
                TestPostgres.USER,
                null,
                "palyra.store.url: the schema that the connection is to use does not exist; create it");
    }

    @Test
    void aRoleThatDoesNotExist() {
        assertRefused(url, "nobody", null, "palyra.store.username: ", "nobody\" does not exist", "; name a user");
    }

    @Test
    void aRoleThatMayNotCreate() throws SQLException {
        assertRefused(
                url,
                role("REVOKE CREATE ON SCHEMA public FROM PUBLIC", "GRANT CONNECT ON DATABASE postgres TO %s"),
                null,
                "palyra.store.url: the user may create no tables in the schema public",
                "; GRANT CREATE, USAGE ON SCHEMA public to the user of palyra.store.username");
    }

    @Test
    void aRoleWithASchemaOfItsOwnIsEnough() throws SQLException {
        String role = role("CREATE SCHEMA bots AUTHORIZATION %s");

        assertThatCode(() -> SqlStore.openPostgres(url + "?currentSchema=bots", role, "secret", Clock.systemUTC())
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void theTablesOfSomebodyElse() throws SQLException {
        execute("CREATE TABLE shops (id INTEGER)");

        assertRefused(
                url,
                TestPostgres.USER,
                null,
                "palyra.store.url: there are other tables in the schema public; name an empty database, or a schema of"
                        + " its own (currentSchema in the URL)");
    }

    @Test
    void aSchemaOfANewerVersion() throws SQLException {
        SqlStore.openPostgres(url, TestPostgres.USER, null, Clock.systemUTC()).close();
        execute("INSERT INTO schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 1,"
                + " 'x', 1, true)");

        assertRefused(
                url,
                TestPostgres.USER,
                null,
                "the store was written by a newer version of this program (schema version 999)");
    }

    @Test
    void anEncodingThatHasNotEveryCharacter() throws SQLException {
        execute("CREATE DATABASE latin_" + System.nanoTime() % 100_000 + " TEMPLATE template0 ENCODING 'SQL_ASCII'"
                + " LC_COLLATE 'C' LC_CTYPE 'C'");
        String latin;
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT datname FROM pg_database WHERE datname LIKE 'latin_%'")) {
            rows.next();
            latin = rows.getString(1);
        }

        assertRefused(
                url.replaceFirst("/[^/]*$", "/" + latin),
                TestPostgres.USER,
                null,
                "palyra.store.url: the database is in the encoding SQL_ASCII; create one with ENCODING 'UTF8'");
    }

    @Test
    void aServerThatIsTooOld() {
        DatabaseMetaData twelve = (DatabaseMetaData) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, arguments) -> method.getName().equals("getDatabaseMajorVersion") ? 12 : "12.22");

        assertThatThrownBy(() -> PostgresTrouble.refuseOld(twelve))
                .hasMessage("the server is PostgreSQL 12.22, and the store needs 13 or later; name another server");
    }

    @Test
    void aSecondProgramWaitsForOneThatEnds() throws Exception {
        SqlStore first = SqlStore.openPostgres(url, TestPostgres.USER, null, Clock.systemUTC());
        Thread ends = new Thread(() -> {
            try {
                Thread.sleep(1_500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            first.close();
        });
        ends.start();

        try (SqlStore second = SqlStore.openPostgres(url, TestPostgres.USER, null, Clock.systemUTC())) {
            assertThat(second.isWriting()).isTrue();
        }
        ends.join();
    }
}
