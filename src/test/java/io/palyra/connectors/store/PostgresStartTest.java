package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.Command;
import io.palyra.connectors.testkit.FreePort;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the program starts on a PostgreSQL database, or says in one sentence what is wrong with it and what to do. Method:
 * the command {@code run} with its settings in {@code -D} options, as its start script runs it.
 */
@Timeout(60)
class PostgresStartTest {

    private static final String URL = "palyra.store.url";
    private static final String USERNAME = "palyra.store.username";
    private static final String PASSWORD = "palyra.store.password";

    /** Whom the server lets in by password only. */
    private static final String GUARDED = "guarded";

    private static final String SECRET = "correct horse battery";

    @TempDir
    Path folder;

    private final Set<String> options = new HashSet<>();

    @AfterEach
    void forgetOptions() {
        options.forEach(System::clearProperty);
    }

    @Test
    void runsOnADatabaseAndFindsEverythingAgain() throws Exception {
        String url = TestPostgres.newDatabase();
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .settings(URL + "=" + url, USERNAME + "=" + TestPostgres.USER)
                .start()) {
            program.enqueueAll("lasting", "one", "two");
            program.awaitDelivered("one", "two");

            program.restart();

            assertThat(program.context()
                            .createProducerTemplate()
                            .requestBodyAndHeader(
                                    "sql:SELECT state FROM palyra_outbox_v1 WHERE envelope_id = :#id"
                                            + "?dataSource=#palyraStore&outputType=SelectOne",
                                    null,
                                    "id",
                                    "two"))
                    .isEqualTo("delivered");

            assertThat(count(url, "SELECT COUNT(*) FROM palyra_outbox_v1 WHERE state = 'delivered'"))
                    .isEqualTo(2);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void takesThePasswordThatItsReferenceNames() throws Exception {
        String url = guardedDatabase();
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .settings(URL + "=" + url, USERNAME + "=" + GUARDED, PASSWORD + "={{file:" + secret + "}}")
                .start()) {
            assertThat(program.context().resolvePropertyPlaceholders("{{" + USERNAME + "}}"))
                    .isEqualTo(GUARDED);
        }
        assertThat(count(url, "SELECT COUNT(*) FROM store_clock")).isEqualTo(1);
    }

    @Test
    void namesAReferenceThatLeadsToNothing() throws IOException {
        assertThat(sentence("jdbc:postgresql://localhost:1/palyra", "me", "{{file:" + folder.resolve("none") + "}}"))
                .isEqualTo("run: " + PASSWORD + ": {{file:" + folder.resolve("none")
                        + "}}: no such file; set what it refers to, or remove it");

        Path empty = Files.createFile(folder.resolve("empty"));
        assertThat(sentence("jdbc:postgresql://localhost:1/palyra", "me", "{{file:" + empty + "}}"))
                .isEqualTo("run: " + PASSWORD + ": what the reference names is empty");

        assertThat(sentence("jdbc:postgresql://localhost:1/palyra", "me", "{{evn:STORE_PASSWORD}}"))
                .isEqualTo("run: " + PASSWORD
                        + ": the reference leads to nothing but its own words; see whether the name of"
                        + " its function is spelt right, such as in {{env:MY_SECRET}}");
    }

    @Test
    void namesAHostThatIsNotKnown() {
        assertThat(sentence("jdbc:postgresql://no-such-host.invalid/palyra", "me"))
                .isEqualTo("run: " + URL + ": the host of jdbc:postgresql://no-such-host.invalid/palyra is not known"
                        + " (no-such-host.invalid); correct its name");
    }

    @Test
    void namesAPortWhereNothingListens() throws IOException {
        String url = "jdbc:postgresql://localhost:" + FreePort.next() + "/palyra";

        assertThat(sentence(url + "?ApplicationName=mine", "me"))
                .isEqualTo("run: " + URL + ": nothing listens at the host and port of " + url
                        + "; start the server, or correct host and port");
    }

    @Test
    void namesAWrongPassword() throws Exception {
        String url = guardedDatabase();

        assertThat(sentence(url, GUARDED, "wrong horse"))
                .startsWith("run: " + PASSWORD + ": the server of " + url + " does not take it (")
                .contains("\"" + GUARDED + "\"")
                .endsWith("); correct what the reference names, or " + USERNAME)
                .doesNotContain("wrong horse");
    }

    @Test
    void namesAPasswordThatIsWanted() throws Exception {
        String url = guardedDatabase();

        assertThat(sentence(url, GUARDED))
                .isEqualTo("run: " + PASSWORD + ": the server of " + url + " asks " + GUARDED
                        + " for a password, and none is set; set a reference, such as {{env:STORE_PASSWORD}}");
    }

    @Test
    void showsNoPasswordThatTheServerSays() throws Exception {
        try (FakePostgres server = FakePostgres.thatTellsThePassword()) {
            assertThat(sentence(server.url(), "me", SECRET))
                    .contains("no user has the password …")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void namesAUserWhomTheServerDoesNotKnow() {
        assertThat(sentence(TestPostgres.newDatabase(), "nobody_of_that_name"))
                .startsWith("run: " + USERNAME + ": the server of ")
                .contains("does not let nobody_of_that_name in (", "name a user whom it knows");
    }

    @Test
    void namesADatabaseThatDoesNotExist() {
        String url = TestPostgres.newDatabase() + "_not";

        assertThat(sentence(url, TestPostgres.USER))
                .isEqualTo("run: " + URL + ": there is no database " + url.substring(url.lastIndexOf('/') + 1)
                        + " on the server of " + url + "; create it by CREATE DATABASE, or name another");
    }

    @Test
    void namesASchemaThatDoesNotExist() {
        String url = TestPostgres.newDatabase();

        assertThat(sentence(url + "?currentSchema=later", TestPostgres.USER))
                .startsWith("run: " + URL + ": the database ")
                .contains(url + " has no schema later (currentSchema)")
                .endsWith("create it by CREATE SCHEMA later AUTHORIZATION postgres, or name another");
    }

    @Test
    void startsInASchemaOfItsOwnBesideTheTablesOfOthers() throws Exception {
        String url = TestPostgres.newDatabase();
        execute(url, "CREATE TABLE customers (name TEXT)", "CREATE SCHEMA palyra");

        assertThat(sentence(url, TestPostgres.USER))
                .isEqualTo("run: " + URL + ": " + url + ": what is in there is another program's; name an empty place:"
                        + " another file, another database, or a schema of its own by ?currentSchema=…");
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .settings(URL + "=" + url + "?currentSchema=palyra", USERNAME + "=" + TestPostgres.USER)
                .start()) {
            program.enqueueAll("here", "one");
            program.awaitDelivered("one");
        }
        assertThat(count(url, "SELECT COUNT(*) FROM palyra.outbox")).isEqualTo(1);
        assertThat(count(url, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo(1);
    }

    @Test
    void namesASchemaInWhichTheUserMayNotMakeTables() throws Exception {
        String url = TestPostgres.newDatabase();
        role("reader");
        // Before PostgreSQL 15 everybody may
        execute(url, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");

        assertThat(sentence(url, "reader"))
                .isEqualTo("run: " + URL + ": reader may not make tables in the schema public of " + url
                        + "; GRANT CREATE ON SCHEMA public TO reader, or name a schema of his own by ?currentSchema=…");
    }

    @ParameterizedTest
    @CsvSource({
        "ALTER DATABASE %2$s SET default_transaction_read_only = on, ALTER DATABASE %2$s RESET",
        "ALTER ROLE %1$s SET default_transaction_read_only = on, ALTER ROLE %1$s RESET",
        "ALTER ROLE %1$s IN DATABASE %2$s SET default_transaction_read_only = on, ALTER ROLE %1$s IN DATABASE %2$s RESET",
    })
    void namesWhoHasMadeTheDatabaseReadOnly(String begins, String ends) throws Exception {
        String url = TestPostgres.newDatabase();
        String database = url.substring(url.lastIndexOf('/') + 1);
        role("read_only");
        execute(url, "GRANT CREATE ON SCHEMA public TO read_only", begins.formatted("read_only", database));
        try {
            assertThat(sentence(url, "read_only"))
                    .isEqualTo("run: " + URL + ": " + url + " takes no writes: default_transaction_read_only is on; "
                            + ends.formatted("read_only", database) + " default_transaction_read_only");
        } finally {
            execute(url, "SET default_transaction_read_only = off", ends.formatted("read_only", database) + " ALL");
        }
    }

    @Test
    void namesAnOptionThatMakesTheDatabaseReadOnly() {
        String url = TestPostgres.newDatabase();

        assertThat(sentence(url + "?options=-c%20default_transaction_read_only=on", TestPostgres.USER))
                .isEqualTo("run: " + URL + ": " + url
                        + " takes no writes: default_transaction_read_only is on; take it out of the URL");
        assertThat(sentence(url + "?readOnly=true", TestPostgres.USER))
                .isEqualTo("run: " + URL + ": its option readOnly keeps the program from writing to " + url
                        + "; leave it away");
    }

    /** The first connection is the writer's, the next ones are for the schema, the last one of a start reads. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void namesALimitOfConnections(int limit) throws Exception {
        String url = TestPostgres.newDatabase();
        role("limited");
        execute(url, "GRANT CREATE ON SCHEMA public TO limited", "ALTER ROLE limited CONNECTION LIMIT " + limit);

        assertThat(sentence(url, "limited"))
                .startsWith("run: " + URL + ": ")
                .contains("too many connections for role \"limited\"")
                .endsWith("; raise max_connections or the limit of the role or the database, of which the program takes"
                        + " up to 15, or end other programs");
    }

    @Test
    void namesAStoreOfANewerVersion() throws Exception {
        String url = TestPostgres.newDatabase();
        StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC()).close();
        execute(
                url,
                "INSERT INTO schema_history VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', now(), 1, true)");

        assertThat(sentence(url, TestPostgres.USER))
                .startsWith("run: " + URL + ": " + url
                        + " was written by a newer version of this program (schema version 99);");
    }

    @Test
    void namesAServerThatIsTooOld() throws Exception {
        try (FakePostgres server = FakePostgres.ofVersion("12.22")) {
            assertThat(sentence(server.url(), "me"))
                    .isEqualTo("run: " + URL + ": the server of " + server.url()
                            + " is PostgreSQL 12.22, and the store needs 13 or later; name another server");
        }
    }

    @Test
    void namesADatabaseOfAnotherEncoding() throws Exception {
        String url = TestPostgres.newDatabase();
        String latin = url + "_latin";
        String name = latin.substring(latin.lastIndexOf('/') + 1);
        execute(url, "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");

        assertThat(sentence(latin, TestPostgres.USER))
                .startsWith("run: " + URL + ": the database " + name + " of " + latin
                        + " has the encoding LATIN1, and the store needs UTF8; name one that was made by");
    }

    @Test
    void namesAnOptionThatTheDriverDoesNotKnow() {
        assertThat(sentence("jdbc:postgresql://localhost:1/palyra?currentShema=x", "me"))
                .isEqualTo("run: " + URL + ": the driver has no option currentShema; the nearest is currentSchema");
    }

    @Test
    void namesTheQuotesOfASchemaThatNeedsThem() throws Exception {
        String url = TestPostgres.newDatabase();
        execute(url, "CREATE SCHEMA \"Two\"");
        assertThat(sentence(url + "?currentSchema=Two", TestPostgres.USER))
                .contains("; put its name in quotes (currentSchema=%22Two%22), create it by CREATE SCHEMA Two ");
        assertThat(sentence(url + "?currentSchema=gone", TestPostgres.USER)).doesNotContain("quotes");
    }

    @Test
    void optionsOfTheUrlReachTheServer() throws Exception {
        String url = TestPostgres.newDatabase() + "?options=-c%20synchronous_commit=off&ApplicationName=mine";
        PostgresDialect dialect = new PostgresDialect(url, TestPostgres.USER, null);
        try (AutoCloseable place = dialect.claimPlace();
                Connection connection = dialect.openWriter();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_setting('synchronous_commit') || ' ' || current_setting('application_name')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("off mine");
            assertThat(place).isNotNull();
        }
    }

    /** One that only copies would take no write. */
    @Test
    void takesOfSeveralHostsOneThatTakesWrites() throws Exception {
        String url = TestPostgres.newDatabase().replace("//", "//localhost:1,");
        try (SqlStore store = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            assertThat(store.isWriting()).isTrue();
        }
        assertThat(connections("jdbc:postgresql://a,b/x").getTargetServerType()).isEqualTo("primary");
        assertThat(connections("jdbc:postgresql://a,b/x?targetServerType=any").getTargetServerType())
                .isEqualTo("any");
    }

    private static PostgresConnections connections(String url) {
        return new PostgresConnections(new PostgresAddress(url), null, null, connection -> {});
    }

    /** @param settings user, password */
    private String sentence(String url, String... settings) {
        option("palyra.http.port", "0");
        option(URL, url);
        option(USERNAME, settings[0]);
        if (settings.length > 1) {
            option(PASSWORD, settings[1]);
        }
        Command run = Command.run("run");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContain("\tat ");
        List<String> sentences = run.err()
                .lines()
                .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO|WARN) .*"))
                .toList();
        assertThat(sentences).hasSize(1);
        return sentences.get(0);
    }

    private void option(String key, String value) {
        options.add(key);
        System.setProperty(key, value);
    }

    /** A database of {@link #GUARDED}'s, who needs {@link #SECRET}. */
    private static String guardedDatabase() throws Exception {
        String url = TestPostgres.newDatabase();
        role(GUARDED);
        execute(
                url,
                "ALTER ROLE " + GUARDED + " PASSWORD '" + SECRET + "'",
                "GRANT CREATE ON SCHEMA public TO " + GUARDED);
        TestPostgres.asksForPassword(GUARDED);
        return url;
    }

    /** Roles are the server's, and the server is used by other tests of this JVM. */
    private static void role(String name) throws SQLException {
        execute(
                TestPostgres.newDatabase(),
                "DO $$ BEGIN CREATE ROLE " + name + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    }

    private static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String text(String url, String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static long count(String url, String sql) throws SQLException {
        return Long.parseLong(text(url, sql));
    }
}
