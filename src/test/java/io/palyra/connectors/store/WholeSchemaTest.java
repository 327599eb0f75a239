package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.time.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The file makes what the migrations do. With {@code -Dschema.write=true} it is written. */
class WholeSchemaTest {

    private static final Path FILE =
            Path.of("src/main/resources/io/palyra/connectors/store").resolve(WholeSchema.RESOURCE);

    private static final String COMMAND = "mvn -q test -Dtest=WholeSchemaTest -Dschema.write=true";

    private static final String SCHEMA =
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid";

    private static final String TABLES = """
            SELECT name FROM sqlite_master
             WHERE type = 'table' AND name <> 'schema_history' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid""";

    /** When each was applied, and how long that took, is left to the table's default. */
    private static final String HISTORY = """
            SELECT 'INSERT INTO schema_history'
                   || ' (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)'
                   || char(10) || 'VALUES (' || installed_rank || ', ' || quote(version) || ', ' || quote(description) || ', '
                   || quote(type) || ', ' || quote(script) || ', ' || checksum || ', ' || quote(installed_by) || ', 0, '
                   || success || ')'
              FROM schema_history ORDER BY installed_rank""";

    @TempDir
    Path folder;

    @BeforeAll
    static void write(@TempDir Path empty) throws Exception {
        if (Boolean.getBoolean("schema.write")) {
            String script = script(migrated(empty));
            Files.writeString(FILE, script);
            Files.writeString(
                    Path.of(WholeSchema.class.getResource(WholeSchema.RESOURCE).toURI()), script);
        }
    }

    @Test
    void isCurrent() throws Exception {
        assertThat(FILE)
                .as("what the migrations lead to has changed; %s makes the file anew", COMMAND)
                .content()
                .isEqualTo(script(migrated(folder)));
    }

    @Test
    void makesWhatTheMigrationsDo() throws Exception {
        String url = url("new.db");
        assertThat(WholeSchema.create(source(url))).isTrue();

        assertThat(script(url)).isEqualTo(script(migrated(folder)));
        assertThat(lines(url, "SELECT DISTINCT installed_on > datetime('now', '-1 hour') FROM schema_history"))
                .containsExactly("1");
        assertThat(WholeSchema.create(source(url))).isFalse();
    }

    /** Flyway compares each script with the checksum in its history. */
    @Test
    void flywayTakesTheHistoryOfAFirstStartForItsOwn() throws Exception {
        String url = url("new.db");
        SqlStore.openSqlite(url, false, SteadyClock.ofMachine()).close();

        assertThat(lines(url, "SELECT DISTINCT execution_time FROM schema_history"))
                .containsExactly("0");
        assertThat(flyway(url).validateWithResult().invalidMigrations).isEmpty();
        assertThat(flyway(url).migrate().migrationsExecuted).isZero();
    }

    @Test
    void anotherProgramsFileIsLeftAsItIs() throws Exception {
        String url = url("other.db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE other (id INTEGER)");
        }
        byte[] before = Files.readAllBytes(folder.resolve("other.db"));

        assertThatThrownBy(() -> SqlStore.openSqlite(url, false, SteadyClock.ofMachine()))
                .isInstanceOf(StoreStartException.class)
                .hasMessageEndingWith("what is in there is another program's; name another file");
        assertThat(Files.readAllBytes(folder.resolve("other.db"))).isEqualTo(before);
    }

    private String url(String name) {
        return SqliteDialect.URL_PREFIX + folder.resolve(name);
    }

    private static String migrated(Path folder) throws IOException {
        String url = SqliteDialect.URL_PREFIX
                + Files.createDirectories(folder.resolve("migrated")).resolve("store.db");
        flyway(url).migrate();
        return url;
    }

    private static Flyway flyway(String url) {
        return Flyway.configure()
                .dataSource(url, null, null)
                .locations(SqliteDialect.MIGRATIONS)
                .table(Migrations.HISTORY)
                .load();
    }

    private static String script(String url) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("-- What the migrations lead to, for a new file. Made from them:\n-- " + COMMAND);
        lines(url, SCHEMA).forEach(statement -> statements.add(statement + ";"));
        for (String table : lines(url, TABLES)) {
            statements.addAll(rows(url, table));
        }
        lines(url, HISTORY).forEach(statement -> statements.add(statement + ";"));
        return String.join("\n\n", statements) + "\n";
    }

    private static List<String> rows(String url, String table) throws SQLException {
        String columns = lines(url, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid").stream()
                .map(column -> "quote(" + column + ")")
                .collect(Collectors.joining(" || ', ' || "));
        return lines(url, "SELECT " + columns + " FROM " + table).stream()
                .map(row -> "INSERT INTO " + table + " VALUES (" + row + ");")
                .toList();
    }

    private static DataSource source(String url) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        return source;
    }

    private static List<String> lines(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }
}
