package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.Command;
import io.palyra.connectors.LogLines;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreFilesTest {

    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    private Path file = Path.of("");
    private Path target = Path.of("");
    private String url = "";

    @BeforeEach
    void makeAStore() throws SQLException {
        file = folder.resolve("store.db");
        target = folder.resolve("backup.db");
        url = "jdbc:sqlite:" + file;
        SqlStore.openSqlite(url, false, SteadyClock.ofMachine()).close();
        execute("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, claimable, created_at_unix_ms)
                SELECT 1, 'echo:default', 'm' || i, hex(randomblob(50)), 'routed', 0, 1 FROM n
                """);
    }

    @Test
    void aSoundStoreIsReportedAndItsBackupHasTheSameRows() throws IOException {
        FileReport report = StoreFiles.at(url).check(true);
        assertThat(report.problems()).isEmpty();
        assertThat(report.inbound()).containsExactly(Map.entry("routed", 2000L));
        assertThat(report.schemaVersion()).isEqualTo(report.programSchemaVersion());

        StoreCopy copy = StoreFiles.at(url).backup(target, false);

        assertThat(copy.tables())
                .filteredOn(table -> table.name().equals("inbound"))
                .singleElement()
                .satisfies(table -> assertThat(table.rows()).isEqualTo(2000));
        assertThat(StoreFiles.at("jdbc:sqlite:" + target).check(true).inbound()).isEqualTo(report.inbound());
        assertThat(StoreFiles.inProgress(target)).doesNotExist();
    }

    @Test
    void aBackupIsToldInJsonToo() throws Exception {
        System.setProperty("palyra.store.url", url);
        Command backup;
        try {
            backup = Command.run("store", "backup", target.toString(), "--json");
        } finally {
            System.clearProperty("palyra.store.url");
        }

        assertThat(backup.exitCode()).as(backup.err()).isZero();
        assertThat(WireFormat.read(backup.out(), Map.class))
                .containsEntry("file", target.toString())
                .containsEntry("schema_version", Migrations.NEWEST.getVersion())
                .containsKeys("bytes", "tables");
    }

    /** SQLite has its log beside the file, and not beside the link. */
    @Test
    void aLinkIsTheStoreThatItLeadsTo() throws Exception {
        String link = "jdbc:sqlite:" + Files.createSymbolicLink(folder.resolve("link.db"), file);
        try (SqlStore running = SqlStore.openSqlite(link, false, SteadyClock.ofMachine())) {
            assertThat(running.isWriting()).isTrue();
            assertThatThrownBy(() -> SqlStore.openSqlite(url, false, SteadyClock.ofMachine()))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageContaining(file + " open");
        }
        SqlStore.openSqlite(url, false, SteadyClock.ofMachine()).close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP INDEX outbox_claimable | index outbox_claimable is missing; it is made by: CREATE INDEX outbox_claimable ON",
                "DROP VIEW palyra_outbox_v1 | view palyra_outbox_v1 is missing; it is made by: CREATE VIEW palyra_outbox_v1",
                "DROP TABLE rate_limits | table rate_limits is missing; restore a backup",
                "ALTER TABLE rate_limits DROP COLUMN reason | column reason of table rate_limits is missing"
            })
    void whatTheSchemaLacksIsNamedByACheckAndAStart(String loss, String named) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(loss);
        }

        assertThat(StoreFiles.at(url).check(false).problems())
                .singleElement()
                .asString()
                .startsWith(named);
        try (LogLines said = LogLines.of(SqliteDialect.class, Level.WARN)) {
            SqlStore.openSqlite(url, false, SteadyClock.ofMachine()).close();
            assertThat(said.lines())
                    .singleElement()
                    .asString()
                    .contains("The schema of " + file + " is not as this program makes it: " + named);
        }
    }

    /** It has a log of its own, and what is in the first one is not in the second. */
    @Test
    void aHardLinkIsRefusedWhileTheStoreIsOpen() throws Exception {
        String link = "jdbc:sqlite:" + Files.createLink(folder.resolve("link.db"), file);
        try (SqlStore running = SqlStore.openSqlite(url, false, SteadyClock.ofMachine())) {
            assertThat(running.isWriting()).isTrue();
            assertThatThrownBy(() -> SqlStore.openSqlite(link, false, SteadyClock.ofMachine()))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageContaining("link.db open under another name (a hard link)");
        }
        SqlStore.openSqlite(link, false, SteadyClock.ofMachine()).close();
    }

    @Test
    void checksAndBacksUpPastTheLockOfTheRunningProgram() throws Exception {
        try (SqlStore running = SqlStore.openSqlite(url, false, SteadyClock.ofMachine())) {
            assertThat(running.inbox()).isNotNull();

            StoreFiles.at(url).backup(target, false);

            assertThat(StoreFiles.at(url).check(false).inbound()).containsEntry("routed", 2000L);
        }
        assertThat(StoreFiles.at("jdbc:sqlite:" + target).check(false).inbound())
                .containsEntry("routed", 2000L);
    }

    @Test
    void leavesOutWhatHasNotCommittedAndDoesNotWaitForIt() throws Exception {
        try (Connection writer = DriverManager.getConnection(url);
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("DELETE FROM inbound");

            StoreFiles.at(url).backup(target, false);

            statement.execute("COMMIT");
        }
        assertThat(StoreFiles.at("jdbc:sqlite:" + target).check(false).inbound())
                .containsEntry("routed", 2000L);
        assertThat(StoreFiles.at(url).check(false).inbound()).isEmpty();
    }

    @Test
    void findsADamagedPageAndMakesNoBackupOfIt() throws Exception {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            for (long page = 20; page * PAGE < damaged.length(); page++) {
                damaged.seek(page * PAGE);
                damaged.write(new byte[200]);
            }
        }

        assertThat(StoreFiles.at(url).check(true).sound()).isFalse();
        assertThatThrownBy(() -> StoreFiles.at(url).backup(target, false))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("malformed");
        assertThat(target).doesNotExist();
        assertThat(StoreFiles.inProgress(target)).doesNotExist();
    }

    @Test
    void aFileOfAnotherProgramIsNoStore() throws Exception {
        Path other = folder.resolve("other.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE cakes (name TEXT)");
        }

        FileReport report = StoreFiles.at("jdbc:sqlite:" + other).check(false);

        assertThat(report.sound()).isFalse();
        assertThat(report.problems()).singleElement().asString().contains("no schema of this program");
    }

    @Test
    void aStoreOfANewerProgramIsReported() throws Exception {
        execute("""
                INSERT INTO schema_history
                SELECT 99, '99', 'later', type, 'V99__later.sql', 1, installed_by, installed_on, 1, 1
                FROM schema_history WHERE installed_rank = 1
                """);

        assertThat(StoreFiles.at(url).check(false).problems())
                .singleElement()
                .asString()
                .contains("99", "newer version");
    }

    @Test
    void keepsAnExistingFileUnlessItMayBeReplaced() throws IOException {
        Files.writeString(target, "yesterday's");

        assertThatThrownBy(() -> StoreFiles.at(url).backup(target, false))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).hasContent("yesterday's");

        StoreFiles.at(url).backup(target, true);
        assertThat(StoreFiles.at("jdbc:sqlite:" + target).check(true).sound()).isTrue();
    }

    @Test
    void neverReplacesTheStoreItselfOrAFileInUse() throws IOException {
        assertThatThrownBy(() -> StoreFiles.at(url).backup(file, true)).hasMessageContaining("is the store itself");

        Files.createFile(Path.of(target + "-wal"));
        assertThatThrownBy(() -> StoreFiles.at(url).backup(target, true)).hasMessageContaining("in use");
    }

    @Test
    void pointsToTheToolsOfAnotherDatabase() {
        assertThatThrownBy(
                        () -> StoreFiles.at("jdbc:postgresql://db:5432/connectors?sslmode=require&currentSchema=bots"))
                .hasMessageStartingWith("palyra.store.url: the store is no file; ")
                .hasMessageContaining("pg_dump --format=custom --file=FILE --username=ROLE --schema=bots"
                        + " postgresql://db:5432/connectors, and");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
