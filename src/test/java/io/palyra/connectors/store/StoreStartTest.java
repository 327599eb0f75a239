package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.time.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that cannot be used says so at start, and what to do. */
class StoreStartTest {

    @TempDir
    Path folder;

    @Test
    void createsFolderAndSchema() throws Exception {
        try (SqlStore store = open("deeper/still/store.db")) {
            assertThat(store.instances().all()).isEmpty();
        }
        assertThat(folder.resolve("deeper/still/store.db")).isRegularFile();
    }

    @Test
    void opensAgainWhatWasClosed() {
        open("store.db").close();
        open("store.db").close();
    }

    @Test
    void refusesAStoreOfANewerVersion() throws Exception {
        open("store.db").close();
        execute(
                "INSERT INTO schema_history VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', '2030-01-01 00:00:00.000', 1, 1)");

        assertRefused("store.db", "written by a newer version of this program (schema version 99)");
        assertRefused("store.db", "written by a newer version of this program (schema version 99)");
    }

    @Test
    void refusesASecondOpening() {
        try (SqlStore first = open("store.db")) {
            assertRefused("store.db", "another process has the store");
            assertThat(first.instances().all()).isEmpty();
        }
        open("store.db").close();
    }

    @Test
    void refusesWhatAnotherProcessHasOpenUntilThatIsKilled() throws Exception {
        Process other = StoreHolder.start(url("store.db"));
        try {
            assertThat(other.inputReader().readLine()).isEqualTo(StoreHolder.OPEN);
            assertRefused("store.db", "another process has the store");
        } finally {
            other.destroyForcibly().waitFor();
        }

        open("store.db").close();
    }

    @Test
    void takesOverTheLogOfAKilledProcess() throws Exception {
        killed("store.db");

        try (SqlStore store = open("store.db")) {
            assertThat(store.rateLimits().all()).hasSize(1);
        }
    }

    /** SQLite would apply the log to the backup. */
    @Test
    void refusesABackupBesideTheLogOfTheFileThatItReplaced() throws Exception {
        Path backup = killed("store.db");
        Files.copy(backup, folder.resolve("store.db"), StandardCopyOption.REPLACE_EXISTING);
        assertRefused("store.db", "store.db-wal is not the log of");
        assertRefused("store.db", "store.db-wal is not the log of");

        Files.delete(folder.resolve("store.db-wal"));
        Files.delete(folder.resolve("store.db-shm"));
        try (SqlStore store = open("store.db")) {
            assertThat(store.rateLimits().all())
                    .as("as it was when it was backed up")
                    .isEmpty();
        }
    }

    @Test
    void refusesABackupBesideAForeignLogAlsoWhereNoProgramHasRun() throws Exception {
        Path backup = killed("store.db");
        Files.createDirectory(folder.resolve("new"));
        Files.copy(backup, folder.resolve("new/store.db"));
        Files.copy(folder.resolve("store.db-wal"), folder.resolve("new/store.db-wal"));

        assertRefused("new/store.db", "store.db-wal is not the log of");
    }

    @Test
    void refusesAnotherStoreBesideTheLogOfTheFileThatItReplaced() throws Exception {
        killed("store.db");
        open("other.db").close();
        Files.move(folder.resolve("other.db"), folder.resolve("store.db"), StandardCopyOption.REPLACE_EXISTING);

        assertRefused("store.db", "store.db-wal is not the log of");
    }

    /** SQLite would delete the log. */
    @Test
    void refusesALogWithoutItsStore() throws Exception {
        killed("store.db");
        Files.move(folder.resolve("store.db"), folder.resolve("moved.db"));

        assertRefused("store.db", "store.db is missing or empty, and its log");
        assertThat(folder.resolve("store.db-wal")).isNotEmptyFile();

        Files.move(folder.resolve("moved.db"), folder.resolve("store.db"), StandardCopyOption.REPLACE_EXISTING);
        try (SqlStore store = open("store.db")) {
            assertThat(store.rateLimits().all()).hasSize(1);
        }
    }

    /**
     * A store whose last writer was killed with a row in the log.
     *
     * @return a backup from before that row
     */
    private Path killed(String file) throws Exception {
        Path backup = folder.resolve("backup.db");
        Process writer = StoreHolder.start(url(file));
        try {
            assertThat(writer.inputReader().readLine()).isEqualTo(StoreHolder.OPEN);
            StoreFiles.at(url(file)).backup(backup, false);
            writer.outputWriter().append(StoreHolder.WRITE).append('\n').flush();
            assertThat(writer.inputReader().readLine()).isEqualTo(StoreHolder.WRITTEN);
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve(file + "-wal")).isNotEmptyFile();
        return backup;
    }

    @ParameterizedTest
    @ValueSource(strings = {"file/store.db", "file/deeper/store.db", "directory.db"})
    void namesTheSettingWhereThePlaceCannotBeUsed(String place) throws IOException {
        Files.createFile(folder.resolve("file"));
        Files.createDirectories(folder.resolve("directory.db"));

        assertRefused(place, "palyra.store.url");
    }

    /** Not even root writes there. */
    @Test
    void namesTheSettingWhereTheFolderIsReadOnly() {
        assertThatThrownBy(() -> SqlStore.openSqlite("jdbc:sqlite:/proc/store.db", true, SteadyClock.ofMachine()))
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining("palyra.store.url")
                .hasMessageContaining("/proc");
    }

    @Test
    void namesTheSettingWhereTheFileIsNoDatabase() throws IOException {
        Files.writeString(folder.resolve("store.db"), "Dear diary, today I was opened as a database. ".repeat(100));

        assertRefused("store.db", "palyra.store.url");
    }

    private void assertRefused(String file, String reason) {
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining(reason);
    }

    private SqlStore open(String file) {
        return SqlStore.openSqlite(url(file), true, SteadyClock.ofMachine());
    }

    private String url(String file) {
        return "jdbc:sqlite:" + folder.resolve(file);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("store.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
