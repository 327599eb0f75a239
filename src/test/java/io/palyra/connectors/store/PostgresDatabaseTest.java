package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.Command;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands {@code store check} and {@code store backup} say of a PostgreSQL database, past a program that has it. */
class PostgresDatabaseTest {

    @TempDir
    Path folder;

    private final Map<String, String> options = new TreeMap<>();
    private final String url = TestPostgres.newDatabase();

    @AfterEach
    void forgetOptions() {
        options.keySet().forEach(System::clearProperty);
    }

    @Test
    void tellsWhatIsInItWhileAProgramHasIt() throws Exception {
        try (SqlStore running = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            fill();

            DatabaseReport report = PostgresDatabase.at(url + "?sslmode=disable", TestPostgres.USER, null)
                    .check();

            assertThat(running.isWriting()).isTrue();
            assertThat(report.sound()).isTrue();
            assertThat(report.problems()).isEmpty();
            assertThat(report.database()).isEqualTo(url);
            assertThat(report.schema()).isEqualTo("public");
            assertThat(report.schemaVersion()).isEqualTo(report.programSchemaVersion());
            assertThat(report.inbound()).containsExactly(Map.entry("pending", 1L), Map.entry("routed", 2000L));
            assertThat(report.outbox()).isEmpty();
            assertThat(report.databaseBytes()).isGreaterThan(2000 * 100);
            assertThat(report.tables())
                    .extracting(DatabaseReport.Table::name)
                    .startsWith("inbound")
                    .contains("outbox", "lanes", "connector_events", "schema_history")
                    .doesNotContain("palyra_inbox_v1");
            assertThat(report.tables().get(0).rows()).isEqualTo(2001);
            assertThat(report.tables().get(0).bytes()).isGreaterThan(2000 * 100);
            assertThat(report.tables())
                    .filteredOn(table -> table.name().equals("lanes"))
                    .extracting(DatabaseReport.Table::rows)
                    .as("not counted yet")
                    .containsOnlyNulls();
        }
    }

    @Test
    void theCommandPrintsIt() throws Exception {
        StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC()).close();
        fill();

        Command check = store("check");
        assertThat(check.exitCode()).as(check.err()).isZero();
        assertThat(check.out())
                .startsWith("store    " + url
                        + ", schema public\nschema   20\ninbound  1 pending, 2000 routed\noutbox   none\n")
                .contains(
                        "\nserver   PostgreSQL " + serverVersion() + "\n", "\n         inbound ", ", about 2001 rows\n")
                .endsWith(
                        "\nsound: readable, and of a version that this program can start on; pages and indexes are checked by"
                                + " the server's pg_amcheck (PostgreSQL 14 and later)\n");

        JsonNode json = WireFormat.tree(store("check", "--json").out());
        assertThat(json.path("sound").asBoolean()).isTrue();
        assertThat(json.path("inbound").path("routed").asInt()).isEqualTo(2000);
        assertThat(json.path("tables").path(0).path("name").asText()).isEqualTo("inbound");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC()).close();
        execute(
                "DROP TABLE rate_limits",
                "ALTER TABLE dead_letters RENAME COLUMN reason TO cause",
                "ALTER TABLE outbox ALTER COLUMN attempts DROP DEFAULT",
                "ALTER TABLE inbound DROP CONSTRAINT inbound_pkey",
                "ALTER TABLE outbox DROP CONSTRAINT outbox_connector_id_envelope_id_key",
                "ALTER TABLE store_clock DROP CONSTRAINT store_clock_id_check",
                "DROP INDEX lanes_held",
                "DROP INDEX access_requests_by_code",
                "DROP VIEW palyra_inbox_v1",
                "CREATE OR REPLACE VIEW palyra_outbox_v1 AS SELECT * FROM palyra_outbox_v1 WHERE false");

        Command check = store("check");

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out().lines().filter(line -> line.startsWith("problem ")))
                .containsExactly(
                        "problem  CHECK ((id = 1)) of store_clock is missing",
                        "problem  INDEX ON dead_letters USING btree (connector_id, direction, substr(reason, 1, 200),"
                                + " dead_letter_id) is missing",
                        "problem  INDEX ON lanes USING btree (connector_id, direction) WHERE (held IS NOT NULL) is missing",
                        "problem  PRIMARY KEY (sequence) of inbound is missing",
                        "problem  UNIQUE (connector_id, envelope_id) of outbox is missing",
                        "problem  UNIQUE INDEX ON access_requests USING btree (connector_id, code) is missing",
                        "problem  column attempts of outbox is not as this program makes it",
                        "problem  column reason of dead_letters is missing",
                        "problem  table rate_limits is missing",
                        "problem  view palyra_dead_letters_v1 is not as this program makes it",
                        "problem  view palyra_inbox_v1 is missing",
                        "problem  view palyra_outbox_v1 is not as this program makes it");
        assertThat(check.out()).endsWith("NOT SOUND: put right what the problems name, or restore a backup\n");
    }

    @Test
    void whatWasRestoredIsTheSame() throws Exception {
        StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC()).close();
        execute(
                """
                DO $$ DECLARE view RECORD; BEGIN
                  FOR view IN SELECT relname AS name, pg_get_viewdef(oid) AS query FROM pg_class
                               WHERE relkind = 'v' AND relname LIKE 'palyra%' LOOP
                    EXECUTE 'DROP VIEW ' || view.name;
                    EXECUTE 'CREATE VIEW ' || view.name || ' AS ' || view.query;
                  END LOOP;
                END $$""",
                "ALTER INDEX lanes_held RENAME TO held_lanes", "ALTER TABLE outbox RENAME CONSTRAINT outbox_pkey TO p");

        assertThat(PostgresDatabase.at(url, TestPostgres.USER, null).check().problems())
                .isEmpty();
    }

    /** As after a restore by somebody else, with rights that were granted on tables alone. */
    @Test
    void whatTheRoleMayNotDoIsNamed() throws Exception {
        StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC()).close();
        String role = "granted_" + url.substring(url.lastIndexOf('/') + 1);
        execute("CREATE ROLE " + role + " LOGIN", "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);
        assertThat(PostgresDatabase.at(url, role, null).check().problems()).isEmpty();
        try (SqlStore store = SqlStore.openPostgres(url, role, null, TestPostgres.NODE, SteadyClock.ofMachine())) {
            store.transactions()
                    .writeAndWait(
                            transaction -> SqlTransaction.statements(transaction)
                                    .update(
                                            StatementText.of(
                                                    "INSERT INTO lanes (direction, connector_id, conversation_id) VALUES ('inbound', 'a', 'b')")));
        }

        execute(
                "CREATE TABLE of_others (name TEXT)",
                "REVOKE INSERT, DELETE ON outbox FROM " + role,
                "REVOKE SELECT ON palyra_events_v1 FROM " + role);
        assertThat(PostgresDatabase.at(url, role, null).check().problems())
                .containsExactly(
                        role + " has no right to INSERT, DELETE on outbox",
                        role + " has no right to SELECT on palyra_events_v1");

        execute("REVOKE TEMPORARY ON DATABASE " + url.substring(url.lastIndexOf('/') + 1) + " FROM PUBLIC");
        assertThat(PostgresDatabase.at(url, role, null).check().problems())
                .singleElement()
                .asString()
                .contains("permission denied to create temporary tables", "; GRANT TEMPORARY ON DATABASE ");
    }

    @Test
    void aDatabaseThatTakesNoWritesIsNotSound() throws Exception {
        StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC()).close();
        String database = url.substring(url.lastIndexOf('/') + 1);
        execute("ALTER DATABASE " + database + " SET default_transaction_read_only = on");

        assertThat(PostgresDatabase.at(url, TestPostgres.USER, null).check().problems())
                .containsExactly("it takes no writes: default_transaction_read_only is on; ALTER DATABASE " + database
                        + " RESET default_transaction_read_only");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void aDatabaseThatNoProgramHasUsedHoldsNoStore() {
        Command check = store("check");

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out())
                .contains(
                        "schema   none of this program\n",
                        "problem  there is no schema of this program; is it another program's, or was it never started?\n")
                .endsWith("NOT SOUND: put right what the problems name, or restore a backup\n");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        option("palyra.store.url", url + "_not");
        option("palyra.store.username", TestPostgres.USER);
        Command check = Command.run("store", "check");

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.err())
                .startsWith("check: palyra.store.url: there is no database ")
                .hasLineCount(1);
    }

    @Test
    void aBackupIsMadeByTheServersTools() {
        Command backup = store("backup", folder.resolve("backup.db").toString());

        assertThat(backup.exitCode()).isEqualTo(1);
        assertThat(backup.err())
                .isEqualTo(
                        "backup: palyra.store.url: the store is no file; back it up with the server's own tools, such as"
                                + " pg_dump --format=custom --file=FILE --username=ROLE "
                                + url.replaceFirst("^jdbc:", "")
                                + ", and restore it with pg_restore" + System.lineSeparator());
        assertThat(Files.exists(folder.resolve("backup.db"))).isFalse();
    }

    @Test
    void aFileIsCopiedIntoIt() {
        String file = folder.resolve("store.db").toString();
        StoreUnderTest.SQLITE.open("jdbc:sqlite:" + file, Clock.systemUTC()).close();

        Command copy = store("copy", file);
        assertThat(copy.exitCode()).as(copy.err()).isZero();
        assertThat(copy.out()).contains("store_clock                       1 rows");
        assertThat(copy.err())
                .isEqualTo("Put " + file
                        + " away, as a program that starts on it would send again what is open; then start"
                        + " on the database." + System.lineSeparator());

        Command wrong = store("copy", file + ".gone");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).startsWith("copy: FILE: there is no store ");
    }

    @Test
    void aCopyTellsProgramsItsTables() {
        String file = folder.resolve("store.db").toString();
        StoreUnderTest.SQLITE.open("jdbc:sqlite:" + file, Clock.systemUTC()).close();

        assertThat(store("copy", file, "--json").out())
                .startsWith("{\"tables\":[{\"table\":\"")
                .contains("{\"table\":\"store_clock\",\"rows\":1}");
    }

    private Command store(String... arguments) {
        option("palyra.store.url", url);
        option("palyra.store.username", TestPostgres.USER);
        String[] all = new String[arguments.length + 1];
        all[0] = "store";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Command.run(all);
    }

    private void option(String key, String value) {
        options.put(key, value);
        System.setProperty(key, value);
    }

    private String serverVersion() throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url)) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    private void fill() throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO lanes (lane_id, direction, connector_id, conversation_id)
                    VALUES (1, 'inbound', 'echo:default', 'c')
                    """);
            statement.execute("""
                    INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, claimable, created_at_unix_ms)
                    SELECT 1, 'echo:default', 'm' || i, repeat('x', 100),
                           CASE WHEN i = 0 THEN 'pending' ELSE 'routed' END, 0, 1
                      FROM generate_series(0, 2000) i
                    """);
            statement.execute("ANALYZE inbound");
        }
    }
}
