package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
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
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreHolder.class.getName(),
                        url("store.db"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo(StoreHolder.OPEN);
            assertRefused("store.db", "another process has the store");
        } finally {
            other.destroyForcibly().waitFor();
        }

        open("store.db").close();
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
        assertThatThrownBy(() -> SqlStore.openSqlite("jdbc:sqlite:/proc/store.db", true, Clock.systemUTC()))
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
        return SqlStore.openSqlite(url(file), true, Clock.systemUTC());
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
